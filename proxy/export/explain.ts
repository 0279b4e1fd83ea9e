import { SluiceError } from '../../shared/errors.ts';
import type { Whole } from './counts.ts';

/** What two counts of the whole result, before and after the plan, say of one index. */
export type Span = {
  rows: readonly [number, number];
  /** Sequence numbers given out in between, at least: 0 where nothing was written. */
  writes: number;
};

/** @returns by index; an index without rows in a count has 0 */
export function spansOf(before: Whole, after: Whole): Map<string, Span> {
  const none = { rows: 0, highest: -1 };
  const names = new Set([...before.keys(), ...after.keys()]);
  return new Map(
    [...names].map((name) => {
      const [was, is] = [before.get(name) ?? none, after.get(name) ?? none];
      const writes = Math.max(Math.abs(is.highest - was.highest), Math.abs(is.rows - was.rows));
      return [name, { rows: [was.rows, is.rows], writes }];
    }),
  );
}

/**
 * The first index whose planned rows the counts do not explain; undefined when all are. Where nothing was written in
 * between the three are the same number; else the plan's lies between the other two, but for the writes.
 */
export function unexplained(
  planned: ReadonlyMap<string, number>,
  spans: ReadonlyMap<string, Span>,
): string | undefined {
  for (const index of new Set([...planned.keys(), ...spans.keys()])) {
    const rows = planned.get(index) ?? 0;
    const { rows: counts, writes } = spans.get(index) ?? { rows: [0, 0], writes: 0 };
    if (rows < Math.min(...counts) - writes || rows > Math.max(...counts) + writes) return index;
    // Nothing at all of an index that has rows before and after is no matter of some writes.
    if (rows === 0 && Math.min(...counts) > 0) return index;
  }
  return undefined;
}

export function unexplainedRows(index: string): SluiceError {
  return new SluiceError(
    'rows_unexplained',
    `OpenSearch counts other rows in “${index}” than can be read from its shards. It is asked again.`,
  );
}
