import type { ExportList } from '../exports-dock/create-export-list.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { t } from '../lib/i18n.ts';

/** The figures of proxy and workers over time, and the error log. */
export function MonitorPage(_props: { exports: ExportList; port: SessionPort }) {
  return (
    <main class="monitor">
      <h1>{t().topBar.monitor}</h1>
    </main>
  );
}
