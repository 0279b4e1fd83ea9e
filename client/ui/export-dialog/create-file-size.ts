import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { ExportFormat } from '../../../shared/request.ts';
import { type FileSize, typedSize } from '../../export/typed-size.ts';
import { createPackedShare } from './create-packed-share.ts';
import { estimateBytes, type Sample } from './sample.ts';
import { sampleRows } from './sample-rows.ts';

type Options = { sample: Accessor<Sample | undefined>; format: Accessor<ExportFormat>; total: Accessor<number> };

/** About how many bytes the file will have; undefined where that is not known, or not yet. */
export function createFileSize({ sample, format, total }: Options): Accessor<number | undefined> {
  const share = createPackedShare({ sample, format });
  const typed = createTypedSize({ sample, format });
  return createMemo(() => {
    const [rows, asked] = [sample(), format()];
    if (!rows) return undefined;
    if (asked.kind === 'parquet' || asked.kind === 'xlsx') return sizeOf(typed(), { format: asked, rows: total() });
    const bytes = estimateBytes(rows, asked, total());
    const packed = share();
    return bytes === undefined || packed === undefined ? undefined : Math.round(bytes * packed);
  });
}

/** What a file of typed columns takes, by the format's own encoder. */
function createTypedSize({ sample, format }: Omit<Options, 'total'>): Accessor<FileSize | undefined> {
  const [size, setSize] = createSignal<FileSize>();
  let asked = 0;
  createEffect(
    on([sample, format], ([rows, wanted]) => {
      asked += 1;
      const mine = asked;
      setSize(undefined);
      if ((wanted.kind !== 'parquet' && wanted.kind !== 'xlsx') || !rows || rows.rows.length === 0) return;
      const settle = (found: FileSize | undefined) => mine === asked && setSize(found);
      void typedSize(wanted, sampleRows(rows, wanted)).then(settle, () => settle(undefined));
    }),
  );
  return size;
}

/** Bytes of a row group of Parquet, each of which has its own beside its rows. */
const GROUP_BYTES = 8 * 1024 * 1024;

function sizeOf(size: FileSize | undefined, { format, rows }: { format: ExportFormat; rows: number }) {
  if (!size) return undefined;
  const bytes = size.perRow * rows;
  const parts = format.kind === 'parquet' ? Math.max(1, Math.ceil(bytes / GROUP_BYTES)) : 1;
  return Math.round(bytes + size.fixed * parts);
}
