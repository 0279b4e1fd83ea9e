import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const LF = 0x0a;
const QUOTE = 0x22;

/** Counts a file's records, packed or not: lines, where a line end between quotes is text. Without CSV's header. */
export async function countRows(
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
