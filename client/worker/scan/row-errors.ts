import { SluiceError } from '../../../shared/errors.ts';

/** What cannot be exported, with a way out for the person. */

export function sourceMissing(): SluiceError {
  return new SluiceError(
    'source_missing',
    'A row has no stored document: its index is kept with _source disabled, so there is nothing to export. ' +
      'Leave that index out of the search, or index its data anew with _source enabled.',
  );
}

export function rowTooLarge(maxBytes: number): SluiceError {
  const mib = Math.round(maxBytes / (1024 * 1024));
  return new SluiceError(
    'row_too_large',
    `A single row is larger than ${mib} MiB, the most that fits into memory here. Narrow the search so that it leaves that row out.`,
  );
}
