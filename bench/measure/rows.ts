import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import yauzl from 'yauzl';

const LF = 0x0a;
const QUOTE = 0x22;
const ROW_END = '</row>';

/** Counts a file's records, packed or not. */
export async function countRows(
  path: string,
  { format, gzip }: { format: 'CSV' | 'NDJSON' | 'Parquet' | 'Excel'; gzip: boolean },
): Promise<number> {
  if (format === 'Parquet') return Number((await parquetMetadataAsync(await asyncBufferFromFile(path))).num_rows);
  return format === 'Excel' ? countSheetRows(path) : countLines(path, { format, gzip });
}

/** Rows of all sheets but their headers. */
async function countSheetRows(path: string): Promise<number> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true });
  let rows = 0;
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.startsWith('xl/worksheets/')) continue;
    rows -= 1;
    let before = '';
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      const text = before + (piece as Buffer).toString('latin1');
      rows += text.split(ROW_END).length - 1;
      before = text.slice(-(ROW_END.length - 1));
    }
  }
  return rows;
}

/** Lines, where a line end between quotes is text. Without CSV's header. */
async function countLines(
  path: string,
  { format, gzip }: { format: 'CSV' | 'NDJSON'; gzip: boolean },
): Promise<number> {
  let rows = format === 'CSV' ? -1 : 0;
  let quoted = false;
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  for await (const piece of gzip ? file.pipe(createGunzip()) : file) {
    const bytes: Buffer = piece;
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] === LF && !quoted) rows += 1;
      else if (bytes[i] === QUOTE && format === 'CSV') quoted = !quoted;
    }
  }
  return rows;
}
