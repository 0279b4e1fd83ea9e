import { UnsupportedDownload } from '../../sink/download-support.ts';
import { t } from './i18n.ts';

/** Why an export has not begun, or not gone on: what this browser cannot do, or that it opened no file. */
export function startFault(cause: unknown): string {
  if (!(cause instanceof UnsupportedDownload)) return t().dialog.notStarted;
  return `${t().dialog.unsupported} ${t().dialog.unsupportedWhy[cause.reason]}`;
}
