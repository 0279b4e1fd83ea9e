import { type Order, SORT_VALUES } from '../../../shared/order.ts';
import type { Rows } from '../scan/scanner.ts';
import { sortsOf } from '../scan/sort-log.ts';
import { compareWhole } from './compare-bytes.ts';
import { type KeyEncoder, makeKeyEncoder } from './keys.ts';
import type { KeyedRows } from './parts.ts';
import type { Run, RunSpool } from './run.ts';
import { RunBuilder } from './run-builder.ts';

export type CollectorOptions = {
  order: Order;
  /** Names of all indices of the export. */
  indices: readonly string[];
  /** Bytes it may hold. */
  budgetBytes: number;
  spool: RunSpool;
  /** Those of an earlier run of the export. */
  runs: readonly Run[];
};

const UTF8 = new TextEncoder();

/** Rows that wait to be sorted: in memory, until they are written out as one more segment of the runs. */
export class Collector {
  runs: readonly Run[];
  readonly #options: CollectorOptions;
  readonly #builder: RunBuilder;
  readonly #places: ReadonlyMap<string, number>;
  readonly #encoders = new Map<string, KeyEncoder>();

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.runs = options.runs;
    this.#builder = new RunBuilder(options.budgetBytes);
    // By name, so that rows with the same values come in the same order in every run of the export.
    const names = [...new Set(options.indices)].map((name) => ({ name, bytes: UTF8.encode(name) }));
    names.sort((a, b) => compareWhole(a.bytes, b.bytes));
    this.#places = new Map(names.map(({ name }, place) => [name, place]));
  }

  /** Rows in memory. */
  get count(): number {
    return this.#builder.count;
  }

  /** Bytes of rows and keys in memory. */
  get bytes(): number {
    return this.#builder.bytes;
  }

  get heldBytes(): number {
    return this.#builder.heldBytes;
  }

  /** With what they are sorted by. @throws page_malformed */
  keyed(rows: Rows, { index, shard }: { index: string; shard: number }): KeyedRows {
    const { rowEnds, sortBytes, sortEnds, seqNos } = sortsOf(rows);
    const keys = this.#encoderOf(index, shard)({ values: { bytes: sortBytes, ends: sortEnds }, seqNos });
    return { rows: { bytes: rows.bytes, ends: rowEnds }, keys };
  }

  /** Takes rows from the `from`-th on. Gives the first for which there is no room: write out, and go on with that. */
  add(rows: KeyedRows, from: number): number {
    return this.#builder.add(rows, from);
  }

  /** All that was taken is in the spool then; where that fails it is still here. @throws QuotaExceededError */
  writeOut(): void {
    this.runs = this.#builder.write(this.#options.spool, this.runs);
  }

  #encoderOf(index: string, shard: number): KeyEncoder {
    const name = `${shard}/${index}`;
    const known = this.#encoders.get(name);
    if (known) return known;
    const keys = this.#options.order.map(({ type, order }) => ({ type, order, missing: SORT_VALUES[type].missing }));
    const encoder = makeKeyEncoder(keys, { index: this.#places.get(index) ?? 0, shard });
    this.#encoders.set(name, encoder);
    return encoder;
  }
}
