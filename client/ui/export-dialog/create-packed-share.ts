import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { ExportFormat } from '../../../shared/request.ts';
import { packedBytes } from '../../export/packed-bytes.ts';
import type { Sample } from './sample.ts';
import { sampleText } from './sample-text.ts';

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
      const text = sampleText(rows, wanted);
      const settle = (found: number | undefined) => mine === asked && setShare(found);
      void packedBytes(text).then(
        (bytes) => settle(bytes / Math.max(1, new TextEncoder().encode(text).length)),
        () => settle(undefined),
      );
    }),
  );
  return share;
}
