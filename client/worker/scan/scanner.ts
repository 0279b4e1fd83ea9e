/** Rows ready for the sink, one after another. */
export type Rows = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** Sequence number of the last of them; undefined when there is none. */
  readonly lastSeqNo: number | undefined;
  /** The sum of their sequence numbers, by which it is known afterwards that they are those that were planned. */
  readonly seqNoSum: number;
  /** Fields met that have no column, with the number of rows that had them. */
  readonly unplaced: ReadonlyMap<string, number>;
  /** Fields whose dates were to be written in a zone and stayed as stored, each with the reason (`cells/undated.ts`), and the number of rows. */
  readonly undated: ReadonlyMap<string, number>;
  /** What they are to be sorted by, where that was asked for. */
  readonly sorts?: RowSorts;
};

/** Of each row in turn, as many as there are rows: where its bytes end in `Rows.bytes`, what it is sorted by, and its sequence number. */
export type RowSorts = {
  readonly rowEnds: Uint32Array<ArrayBuffer>;
  /** The values of `sort` behind the sequence number, as JSON, parted by commas; a row's end at its place in `sortEnds`. */
  readonly sortBytes: Uint8Array<ArrayBuffer>;
  readonly sortEnds: Uint32Array<ArrayBuffer>;
  readonly seqNos: Float64Array<ArrayBuffer>;
};

/** What a page says of itself beside its rows. */
export type PageSummary = {
  /** Hits the page held. */
  readonly hits: number;
  /** OpenSearch's own time, ms. */
  readonly took: number;
  readonly timedOut: boolean;
  readonly failedShards: number;
  /** `hits.total.value`, where the page tells it. */
  readonly total: number | undefined;
};

/**
 * Cuts one page (an OpenSearch search response, inflated) into rows and formats them, without parsing it as a whole.
 * One scanner serves one page. Implementations, held to one
 * suite: plain TypeScript (the reference and the fallback), and SIMD in WebAssembly (simd/).
 */
export interface PageScanner {
  /** The next bytes of the page, cut anywhere. They may be reused by the caller once this returns. @throws page_malformed, source_missing, row_too_large */
  push(bytes: Uint8Array): void;
  /** No more bytes come. @throws page_malformed when the page isn't whole, and what `push` throws */
  finish(): PageSummary;
  /** Whole rows seen so far, those carried along too. */
  readonly count: number;
  /** Of these, all but the last group of equal sequence numbers. */
  readonly doneCount: number;
  /** Bytes held: read and not yet scanned, and formatted and not yet taken. */
  readonly heldBytes: number;
  /**
   * Hands over the rows so far, parted before the last group of equal sequence numbers: `done` are all but that group, `tail` is
   * the group. Ends the scanner's life.
   */
  take(): { done: Rows; tail: Rows };
}

/** `carry`: the tail of the page before, when a scroll goes on from it; its rows come first. */
export type MakeScanner = (carry?: Rows) => PageScanner;
