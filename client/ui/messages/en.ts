import { enExportDialog } from './en-export-dialog.ts';
import { enMonitor } from './en-monitor.ts';
import { enPage } from './en-page.ts';

/** English, with what parts of the page bring along when they are fetched (`bring` in `lib/i18n.ts`). */
export const en = { ...enPage, ...enExportDialog, ...enMonitor };
