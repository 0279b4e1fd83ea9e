import type { TypedFormat } from '../../shared/request.ts';
import type { FileSize, SampleRow } from '../worker/encode/typed/sample-size.ts';

export type { FileSize, SampleRow };

/** What a file of typed columns takes, by some of its rows; what writes it is fetched with the first question. */
export async function typedSize(format: TypedFormat, rows: readonly SampleRow[]): Promise<FileSize> {
  const { sampleSize } = await import('../worker/encode/typed/sample-size.ts');
  return sampleSize(format, rows);
}
