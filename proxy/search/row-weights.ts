/** Rows that are asked for of an index that nothing is known of: hundreds of large ones could end OpenSearch. */
const FIRST_ROWS = 20;
/** Rows are asked for by what others weighed, and this many times as many, since they differ. */
const MARGIN = 1.5;
/** A heavy page is remembered for some pages more. */
const FADING = 0.5;
/** Indices that are kept in mind: for one more, the one longest not seen is forgotten. */
const MAX_INDICES = 1000;

/** What a row of an index weighs, as pages have shown, so that OpenSearch makes no answers that are not read. In bytes. */
export class RowWeights {
  readonly #bytesPerRow = new Map<string, number>();

  /** How many of `wanted` rows to ask for, where `limit` bytes are read. `guess`: nothing is known yet. */
  fit(index: string, wanted: number, limit: number): { rows: number; guess: boolean } {
    const weight = this.#bytesPerRow.get(index);
    if (weight === undefined) return { rows: Math.min(wanted, FIRST_ROWS), guess: wanted > FIRST_ROWS };
    return { rows: Math.min(wanted, Math.max(1, Math.ceil((MARGIN * limit) / weight))), guess: false };
  }

  /** `bytes` of an answer held `rows` whole rows. */
  note(index: string, bytes: number, rows: number): void {
    const weight = Math.max(bytes / Math.max(1, rows), FADING * (this.#bytesPerRow.get(index) ?? 0));
    this.#bytesPerRow.delete(index);
    this.#bytesPerRow.set(index, weight);
    const [oldest] = this.#bytesPerRow.keys();
    if (this.#bytesPerRow.size > MAX_INDICES && oldest !== undefined) this.#bytesPerRow.delete(oldest);
  }
}
