/** Many pieces of bytes, one behind another: piece n ends at `ends[n]`, and begins where the one before ends. */
export type Parts = { readonly bytes: Uint8Array; readonly ends: Uint32Array };

/** What rows are sorted by, as the scanner has cut it: one piece a row. */
export type SortValues = {
  /**
   * Raw JSON of the sort values of each row, apart by commas: what stands in its hit's `sort` behind the sequence
   * number, without the brackets.
   */
  readonly values: Parts;
  /** As many as there are rows. */
  readonly seqNos: ArrayLike<number>;
};

/** Rows, each with the key that it is sorted by. */
export type KeyedRows = { readonly rows: Parts; readonly keys: Parts };

/** Where piece `n` begins. */
export function startOf({ ends }: Parts, n: number): number {
  return n === 0 ? 0 : (ends[n - 1] as number);
}
