import { SluiceError } from '../../shared/errors.ts';
import type { Whole } from './counts.ts';
import type { Ticket } from './ticket.ts';

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

/** `sum`: of the rows' sequence numbers. `writes`: how many its index gave out, at least, while it was planned. */
export type PlannedTicket = { ticket: Ticket; rows: number; sum: number; writes: number };

/** Never the plan alone: what it found must be what two counts of the whole say. @throws rows_unexplained */
export function explained(
  tickets: readonly PlannedTicket[],
  spans: ReadonlyMap<string, Span>,
  light: ReadonlySet<string>,
): PlannedTicket[] {
  const planned = new Map<string, number>();
  for (const { ticket, rows } of tickets) planned.set(ticket.index, (planned.get(ticket.index) ?? 0) + rows);
  const index = unexplained(planned, spans);
  if (index !== undefined) throw unexplainedRows(index);
  return tickets.map(({ ticket, rows, sum }) => {
    const writes = spans.get(ticket.index)?.writes ?? 0;
    const counted = ticket.target === ticket.index ? {} : { counted: { rows, sum, writes } };
    const weight = light.has(ticket.index) ? { light: true as const } : {};
    return { ticket: { ...ticket, ...counted, ...weight }, rows, sum, writes };
  });
}
