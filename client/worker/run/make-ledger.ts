import { SluiceError } from '../../../shared/errors.ts';
import type { ExportRequest } from '../../../shared/request.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { FileState, RowLedger } from '../ledger/row-ledger.ts';
import { SortedLedger } from '../ledger/sorted-ledger.ts';
import type { RunPorts } from './run-ports.ts';

type Parts = {
  /** Bytes that the whole export may hold. */
  budgetBytes: number;
  checkpoint(file: FileState): Checkpoint;
  indices(): readonly string[];
  untilRoom(cause: unknown): Promise<void>;
};

/** Of the budget, the part of the rows that wait to be sorted; the rest is for reading. */
const WAITING = 0.5;

/** What reads may hold: all, but where rows wait to be sorted. Bytes. */
export function readBudgetOf({ order }: ExportRequest, budgetBytes: number): number {
  return order ? budgetBytes - Math.floor(budgetBytes * WAITING) : budgetBytes;
}

/** By the order that was asked for. @throws order_unkept, checkpoint_lost */
export function makeLedger({ order }: ExportRequest, ports: RunPorts, parts: Parts): RowLedger {
  const { sink, clock, keep, format, commitEvery } = ports;
  const { budgetBytes, checkpoint, indices, untilRoom } = parts;
  const shared = {
    ...{ sink, clock, checkpoint, from: keep?.from, makeEncoder: format.makeEncoder },
    ...(commitEvery ? { commitEvery } : {}),
  };
  if (!order) return new Ledger({ ...shared, journal: keep?.journal });
  if (!keep?.file) {
    throw new SluiceError(
      'order_unkept',
      'This browser keeps no rows here, so that they cannot be put in an order. Export them as they are read.',
    );
  }
  const budget = { rows: Math.floor(budgetBytes * WAITING), merge: budgetBytes };
  return new SortedLedger({ ...shared, order, indices, budget, untilRoom, journal: keep.journal, kept: keep.file });
}
