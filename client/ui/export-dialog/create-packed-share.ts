import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { ExportFormat } from '../../../shared/request.ts';
import { packedBytes } from '../../export/packed-bytes.ts';
import type { Sample } from './sample.ts';

/** Text of the sample that is packed for it. */
const MAX_CHARS = 256 * 1024;

type Options = { sample: Accessor<Sample | undefined>; format: Accessor<ExportFormat> };

/** How much smaller gzip makes the file, of the sample's rows: 1 where it is not packed, undefined until that is known. */
export function createPackedShare({ sample, format }: Options): Accessor<number | undefined> {
  const [share, setShare] = createSignal<number | undefined>(1);
  let asked = 0;
  createEffect(
    on([sample, format], ([rows, wanted]) => {
      asked += 1;
      const mine = asked;
      if (!wanted.gzip || !rows || rows.rows.length === 0) return void setShare(1);
      setShare(undefined);
      const text = textOf(rows, wanted);
      const settle = (found: number | undefined) => mine === asked && setShare(found);
      void packedBytes(text).then(
        (bytes) => settle(bytes / Math.max(1, new TextEncoder().encode(text).length)),
        () => settle(undefined),
      );
    }),
  );
  return share;
}

/** About what the file will hold of the sample. */
function textOf({ rows }: Sample, format: ExportFormat): string {
  const lines: string[] = [];
  let chars = 0;
  for (const row of rows) {
    const line =
      format.kind === 'csv'
        ? format.columns.map((name) => row.get(name)?.text ?? '').join(format.delimiter)
        : JSON.stringify(Object.fromEntries([...row].map(([name, { text }]) => [name, text])));
    lines.push(line);
    chars += line.length;
    if (chars > MAX_CHARS) break;
  }
  return lines.join('\r\n');
}
