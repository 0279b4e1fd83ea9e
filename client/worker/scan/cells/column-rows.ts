import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import { HIT_IDS } from '../../../../shared/request.ts';
import type { RowWriter } from '../row-writer.ts';
import { CsvReader, type Found, LISTED, REPEATED } from './csv-reader.ts';
import { FieldTree } from './field-tree.ts';
import { FoundJson, isArray } from './found-json.ts';
import { HitIds } from './hit-ids.ts';
import { valuesOf } from './lists.ts';

const UTF8 = new TextEncoder();
const NO_IDS = HIT_IDS.map(() => -1);
const DECODER = new TextDecoder();

/** `columns`: dotted paths, in the file's order. `rest`: fields without a column are kept. */
export type Columns = { readonly columns: readonly string[]; readonly ids?: true; readonly rest: boolean };

/** Rows of columns, whatever a column's value is written as. */
export abstract class ColumnRows implements RowWriter {
  readonly identity: RowWriter['identity'];
  protected readonly reader: CsvReader;
  protected readonly json = new FoundJson();
  /** The distinct column that each column of the file shows. */
  protected readonly order: Int32Array;
  /** Where `_index`, `_id` or `_routing` have columns. */
  protected readonly ids: HitIds | undefined;

  constructor({ columns, ids, rest }: Columns) {
    const tree = new FieldTree(columns, ids ? HIT_IDS : []);
    this.reader = new CsvReader(tree, rest);
    this.order = Int32Array.from(columns, (path) => tree.column(path));
    const own = ids && new HitIds(tree);
    this.ids = own;
    this.identity = own && ((id, start, end) => own.note(id, start, end));
  }

  abstract write(bytes: Uint8Array, out: ByteBuffer): void;

  begin(): void {
    this.ids?.clear();
  }

  /** The columns of `_index`, `_id` and `_routing`; -1 where one has none. */
  get idColumns(): readonly number[] {
    return this.ids?.columns ?? NO_IDS;
  }

  get tree(): FieldTree {
    return this.reader.tree;
  }

  get unplacedIds(): Int32Array {
    return this.reader.unplaced.ids;
  }

  get unplacedCount(): number {
    return this.reader.unplaced.count;
  }

  fieldPath(id: number): string {
    return this.reader.tree.pathOf(id);
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    return this.reader.read(bytes, start, end);
  }

  /** The values of an array, or of a column that has several, as JSON each. */
  protected valuesOf(column: number, bytes: Uint8Array): string[] {
    const kind = this.reader.kinds[column];
    const found = this.reader.valuesOf(column);
    if (kind === LISTED) return this.json.opened(found, bytes);
    if (kind === REPEATED) return found.map((one) => DECODER.decode(this.json.one(one, bytes)));
    const array = this.json.one(this.single(column), bytes);
    return valuesOf(array, 0, array.length);
  }

  /** A column's value, whatever it is, as JSON. What it gives stands until the next one is asked for. */
  protected jsonOf(column: number, bytes: Uint8Array): Uint8Array {
    const kind = this.reader.kinds[column];
    if (kind === LISTED) return UTF8.encode(`[${this.valuesOf(column, bytes).join(',')}]`);
    if (kind === REPEATED) return this.json.list(this.reader.valuesOf(column), bytes);
    return this.json.one(this.single(column), bytes);
  }

  protected isList(column: number): boolean {
    const kind = this.reader.kinds[column] as number;
    return isArray(kind) || kind === REPEATED || kind === LISTED;
  }

  private single(column: number): Found {
    const { kinds, starts, stops, tree } = this.reader;
    return {
      ...{ node: tree.root, isListed: false, kind: kinds[column] as number },
      ...{ start: starts[column] as number, stop: stops[column] as number },
    };
  }
}
