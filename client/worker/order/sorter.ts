/**
 * Sorts records (`records.ts`) in memory of its own. Implementations: plain TypeScript (`plain-sorter.ts`); one in
 * WebAssembly would have its arena in its memory. One serves one run after another.
 */
export interface RecordSorter {
  /** Where records are put, one right behind another from 0 on. */
  readonly arena: Uint8Array<ArrayBuffer>;
  /** More records than this it cannot sort at once. */
  readonly maxRows: number;
  /** Bytes, all allocated when it was made. */
  readonly heldBytes: number;
  /** Where the first `count` records begin, in order (`compareRecords`). Good until the next call. */
  sort(count: number): Uint32Array;
}

export type MakeRecordSorter = (budgetBytes: number) => RecordSorter;
