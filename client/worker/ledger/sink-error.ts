import { SluiceError } from '../../../shared/errors.ts';

/** What a stream rejects with when the person cancels in the browser's own list of downloads is not an error of ours. */
export async function asSinkError(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof SluiceError) throw cause;
    throw new SluiceError('download_cancelled', 'The browser stopped the download.', { cause });
  }
}
