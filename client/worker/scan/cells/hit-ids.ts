import { QUOTE } from '../../../../shared/json/bytes.ts';
import { skipSpace } from '../../../../shared/json/skip.ts';
import { HIT_IDS } from '../../../../shared/request.ts';
import { type CsvReader, MISSING, RAW, TEXT } from './csv-reader.ts';
import type { FieldTree } from './field-tree.ts';

/** Bytes of each name with its quotes. */
const NAME_BYTES = HIT_IDS.map((name) => name.length + 2);

/** `_index`, `_id` and `_routing` of the hit at hand, by their place among HIT_IDS, and the columns that they stand in. */
export class HitIds {
  /** -1 where one has none. */
  readonly columns: readonly number[];
  /** Of name and value; an end of 0 where the hit has none. */
  readonly #starts = HIT_IDS.map(() => 0);
  readonly #ends = HIT_IDS.map(() => 0);

  constructor(tree: FieldTree) {
    this.columns = HIT_IDS.map((name) => tree.column(name));
  }

  clear(): void {
    this.#ends.fill(0);
  }

  note(id: number, start: number, end: number): void {
    this.#starts[id] = start;
    this.#ends[id] = end;
  }

  /** Puts their values into their columns, once the document is read. */
  place(bytes: Uint8Array, reader: CsvReader): void {
    for (let id = 0; id < this.columns.length; id++) {
      const column = this.columns[id] as number;
      if (column >= 0) reader.set(column, this.#valueOf(id, bytes));
    }
  }

  #valueOf(id: number, bytes: Uint8Array): { kind: number; start: number; stop: number } {
    const stop = this.#ends[id] as number;
    if (stop === 0) return { kind: MISSING, start: 0, stop: 0 };
    const colon = skipSpace(bytes, (this.#starts[id] as number) + (NAME_BYTES[id] as number), stop);
    const start = skipSpace(bytes, colon + 1, stop);
    // OpenSearch has texts here; anything else stands as it came.
    if (bytes[start] !== QUOTE) return { kind: RAW, start, stop };
    return { kind: TEXT, start: start + 1, stop: stop - 1 };
  }
}
