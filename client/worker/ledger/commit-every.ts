import type { FileEncoder } from '../encode/encoder.ts';

/** Work after which a commit is due: it is what a crash may cost. */
export type CommitEvery = { readonly ms: number; readonly bytes: number };

/** Where a part of the file had better not be cut short, a commit waits so many times as long for its end, ms, whatever its bytes. */
const UNIT_PATIENCE = 20;

/** @param at  bytes that are not committed, and the time since the last commit, ms */
export function isDue(
  every: CommitEvery,
  at: { bytes: number; ms: number },
  encoder: FileEncoder | undefined,
): boolean {
  if (encoder?.isMidUnit) return at.ms >= every.ms * UNIT_PATIENCE;
  return at.bytes >= every.bytes || at.ms >= every.ms;
}
