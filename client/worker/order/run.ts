import { SluiceError } from '../../../shared/errors.ts';
import { compareWhole } from './compare-bytes.ts';

/** Where runs lie: what of a spool is read and appended to. Bytes given to `append` may be reused once it returns. */
export interface RunSpool {
  /** Bytes. */
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Up to `max` bytes from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer>;
}

/**
 * Records in order that were written at once: a header, the records, a footer that says how many there are, their bytes and
 * their CRC-32. Numbers are bytes of the spool.
 */
export type Segment = { readonly from: number; readonly to: number; readonly rows: number };

/**
 * Segments that are in order one after another, wherever they lie in the spool. Plain data, for a checkpoint. `last`: the last key
 * in them, or of a long one something short that stands behind it (`endOf`): each commit writes all of them.
 */
export type Run = { readonly segments: readonly Segment[]; readonly last: Uint8Array };

/** Longer keys are not kept whole. Bytes. */
const LONG_KEY = 512;

/** Bytes. */
export const SEGMENT_HEADER = 8;
export const SEGMENT_FOOTER = 16;
/** `SRUN`, and a version; `SEND`. */
export const HEADER_MAGIC = 0x4e555253;
export const LAYOUT_VERSION = 1;
export const FOOTER_MAGIC = 0x444e4553;

/** A segment with the first and last key in it. */
export type Written = { readonly segment: Segment; readonly first: Uint8Array; readonly last: Uint8Array };

/**
 * The runs with one more segment: it goes behind the run that ends last of those that end before it begins, where there is
 * one, and need not be merged with that. Rows that arrive in order thus make one run, however many segments it has.
 */
export function withSegment(runs: readonly Run[], { segment, first, last }: Written): Run[] {
  const before = runs
    .filter((run) => compareWhole(run.last, first) < 0)
    .reduce<Run | undefined>((best, run) => (best && compareWhole(best.last, run.last) >= 0 ? best : run), undefined);
  const end = endOf(last);
  if (!before) return [...runs, { segments: [segment], last: end }];
  return runs.map((run) => (run === before ? { segments: [...run.segments, segment], last: end } : run));
}

/** The key itself, or of a long one the least beginning of its length that stands behind all keys that begin as it does. */
function endOf(key: Uint8Array): Uint8Array {
  if (key.length <= LONG_KEY) return key;
  let length = LONG_KEY;
  while (length > 0 && key[length - 1] === 0xff) length--;
  if (length === 0) return key;
  const end = key.slice(0, length);
  end[length - 1] = (end[length - 1] as number) + 1;
  return end;
}

/** Bytes that a run takes in the spool. */
export function bytesOf({ segments }: Pick<Run, 'segments'>): number {
  return segments.reduce((bytes, { from, to }) => bytes + to - from, 0);
}

/** What lies in the spool is not what was written there. */
export function torn(what: string): SluiceError {
  return new SluiceError('checkpoint_lost', `What was kept of this export is damaged: ${what}. Start it anew.`);
}
