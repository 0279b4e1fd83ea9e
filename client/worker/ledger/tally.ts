import type { DocumentName } from '../../../shared/json/row-unreadable.ts';
import { addRows } from '../scan/field-rows.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Documents left out that are named. */
const NAMED = 20;

/** What is counted of the rows that were taken in. */
export class Tally {
  rows = 0;
  readonly unplaced = new Map<string, number>();
  readonly undated = new Map<string, number>();
  /** The first documents that were left out. */
  readonly leftOut: DocumentName[] = [];

  /** @param from  where an earlier run got to */
  constructor(from: Checkpoint | undefined) {
    if (!from) return;
    this.rows = from.rows;
    for (const [field, rows] of from.unplaced) this.unplaced.set(field, rows);
    for (const [key, rows] of from.undated ?? []) this.undated.set(key, rows);
    this.leftOut.push(...(from.leftOut ?? []));
  }

  add({ count, unplaced, undated }: Rows): void {
    this.rows += count;
    for (const [field, rows] of unplaced) addRows(this.unplaced, field, rows);
    for (const [key, rows] of undated) addRows(this.undated, key, rows);
  }

  /** Notes a document that is left out; past some nobody reads their names. */
  leaveOut(document: DocumentName): void {
    if (this.leftOut.length < NAMED) this.leftOut.push(document);
  }

  /** For a checkpoint. */
  get state() {
    const { rows, unplaced, undated, leftOut } = this;
    return { rows, unplaced: new Map(unplaced), undated: new Map(undated), leftOut: [...leftOut] };
  }
}
