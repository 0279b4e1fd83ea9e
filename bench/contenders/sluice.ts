import { mkdir, rm } from 'node:fs/promises';
import { SetupError } from '../../dev/system/setup-error.ts';
import { exportOutcome, type Format, pageOf, prepareExport } from '../browser/app.ts';
import type { Chromium } from '../browser/chromium.ts';
import type { DevTools } from '../browser/devtools.ts';
import { type DataSet, SORTS } from '../data/load.ts';
import { followDownload } from '../measure/download.ts';
import { pageBytes } from '../measure/pages.ts';
import { countRows } from '../measure/rows.ts';
import type { Contender, Measured, Outcome } from './contender.ts';

type Options = {
  chromium: Chromium;
  url: string;
  format: Exclude<Format, 'JSON'>;
  gzip?: boolean;
  /** Whether the browser has room to keep a copy to go on from. */
  kept: boolean;
  /** The file's order, of those of `SORTS`; else as read. */
  order?: keyof typeof ORDERS;
  /** For what the debugging protocol has to stay connected for. */
  tools: DevTools;
};

const ORDERS = { two: 'by two fields', time: 'by time' };

/** One export through the app, in a page of its own. */
export function sluice(options: Options): Contender {
  const { format, gzip, kept, order } = options;
  return {
    name: `Sluice, ${format}${gzip ? ' in gzip' : ''}${kept ? '' : ', no copy kept'}${order ? `, ${ORDERS[order]}` : ''}`,
    async run(set, rows, measured) {
      const before = await pageBytes(options.url);
      const outcome = await exportOnce(options, { set, rows, measured });
      return { ...outcome, pageBytes: (await pageBytes(options.url)) - before };
    },
  };
}

type Asked = { set: DataSet; rows: number; q?: string; measured: Measured };

/** What is measured begins when the dialog is open, and ends when the file is whole. */
export async function exportOnce(options: Options, { set, rows, q, measured }: Asked): Promise<Outcome> {
  const { chromium, tools, url, format, gzip = false, kept, order } = options;
  await emptyFolder(chromium);
  // Without room the worker exports all the same, and keeps nothing: as in a browser whose disk is full.
  const room = kept ? {} : { quotaSize: 0 };
  await tools.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, ...room });
  const search = { index: set.index, rows, ...(q ? { q } : {}), ...(order ? { sort: SORTS[set.name][order] } : {}) };
  const button = await chromium.withBrowser((browser) => prepareExport(pageOf(browser), url, search, { format, gzip }));
  await tools.downloadInto(chromium.downloads);
  measured.begin();
  await tools.click(button);
  const file = await followDownload(chromium.downloads);
  measured.end();
  const { startedAt } = await chromium.withBrowser((browser) => exportOutcome(pageOf(browser)));
  const found = await countRows(file.path, { format, gzip });
  if (found !== rows) throw new SetupError(`The file of ${set.index} holds ${found} rows, and ${rows} were due.`);
  await rm(file.path);
  return { rows, bytes: file.bytes, ms: file.wholeAt - startedAt, firstByteMs: file.firstByteAt - startedAt };
}

async function emptyFolder({ downloads }: Chromium): Promise<void> {
  await rm(downloads, { recursive: true, force: true });
  await mkdir(downloads);
}
