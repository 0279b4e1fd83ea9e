import { malformed, PARTIAL } from '../../../../shared/json/bytes.ts';

/** A path at which values may lie. `{"a":{"b":1}}` and `{"a.b":1}` lead to the same one. */
export type FieldNode = {
  /** Counts unplaced values. */
  readonly id: number;
  /** Dotted; empty for the document itself. */
  readonly path: string;
  /** Position among the distinct columns, or -1. */
  readonly column: number;
  /** Columns lie below: where an array stands here, the objects in it are looked into. */
  readonly isAbove: boolean;
  /** It lies below a column: what holds that column as it stands holds this, too. */
  readonly isBelow: boolean;
  /** The member a document last began with here: documents repeat their shape. */
  first: FieldEdge | undefined;
  /** Members by the hash of their name's bytes. */
  readonly members: Map<number, FieldEdge>;
  /** The last row in which a value here had no column. */
  unplacedIn: number;
};

/** A member's name as it stands in documents, from quote to colon, and where it leads. */
export type FieldEdge = {
  readonly key: Uint8Array;
  readonly node: FieldNode;
  /** The member that last followed this one. */
  next: FieldEdge | undefined;
  /** Another member whose name has the same hash. */
  readonly twin: FieldEdge | undefined;
};

/** Beyond so many, paths are looked at but not remembered: documents may use names as data (`{"user-4711": …}`). */
const MAX_NODES = 50_000;
/** Stands for all fields that were too many to be counted each. */
const OTHER_FIELDS = '…';

/** The paths met so far, columns first. Learns names as they come, so that each is decoded once. */
export class FieldTree {
  readonly root: FieldNode;
  /** Distinct columns, in the order first named. */
  readonly columnCount: number;
  readonly #nodes = new Map<string, FieldNode>();
  readonly #columns: ReadonlyMap<string, number>;
  /** What stands above the columns. */
  readonly #above: ReadonlySet<string>;
  readonly #byId: FieldNode[] = [];
  /** Counts what is beyond the limit. */
  readonly overflow: FieldNode;
  #edges = 0;
  readonly #maxNodes: number;

  /** @param apart  columns that are no fields of the documents: no name leads to them */
  constructor(columns: readonly string[], apart: readonly string[] = []) {
    const distinct = [...new Set(columns)];
    this.#columns = new Map(distinct.map((path, column) => [path, column]));
    this.columnCount = distinct.length;
    this.#maxNodes = MAX_NODES + distinct.length;
    this.#above = new Set(distinct.flatMap(above));
    this.root = this.#makeNode(-1, '', -1);
    this.overflow = this.#add(OTHER_FIELDS, -1);
    this.#nodes.clear();
    distinct.forEach((path, column) => {
      if (!apart.includes(path)) this.#nodes.set(path, this.#add(path, column));
    });
  }

  column(path: string): number {
    return this.#columns.get(path) ?? -1;
  }

  pathOf(id: number): string {
    return this.#byId[id]?.path ?? OTHER_FIELDS;
  }

  /** The member of `parent` whose name is `bytes[start, stop)`, without its quotes. @throws page_malformed */
  member(parent: FieldNode, bytes: Uint8Array, span: { start: number; stop: number }): FieldEdge {
    const { start, stop } = span;
    let hash = stop - start;
    for (let i = start; i < stop; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
    const known = parent.members.get(hash);
    for (let edge = known; edge !== undefined; edge = edge.twin) {
      if (edge.key.length - 3 === stop - start && sameName(edge.key, bytes, start)) return edge;
    }
    const name = nameOf(bytes, start, stop);
    const node = this.#nodeAt(parent === this.root ? name : `${parent.path}.${name}`);
    const key = new Uint8Array([0x22, ...bytes.subarray(start, stop), 0x22, 0x3a]);
    const edge: FieldEdge = { key, node, next: undefined, twin: known };
    if (this.#edges < this.#maxNodes && parent.id !== this.overflow.id) {
      this.#edges++;
      parent.members.set(hash, edge);
    }
    return edge;
  }

  #nodeAt(path: string): FieldNode {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    if (this.#byId.length >= this.#maxNodes) return this.#makeNode(this.overflow.id, path, -1);
    const node = this.#add(path, -1);
    this.#nodes.set(path, node);
    return node;
  }

  #add(path: string, column: number): FieldNode {
    const node = this.#makeNode(this.#byId.length, path, column);
    this.#byId.push(node);
    return node;
  }

  #makeNode(id: number, path: string, column: number): FieldNode {
    const isAbove = this.#above.has(path);
    const isBelow = above(path).some((one) => this.#columns.has(one));
    return { id, path, column, isAbove, isBelow, first: undefined, members: new Map(), unplacedIn: 0 };
  }
}

/** The index after `key`, as an edge has it, if the bytes at `at` are just that; PARTIAL. */
export function matchKey(bytes: Uint8Array, at: number, end: number, key: Uint8Array): number {
  const { length } = key;
  if (at + length > end) return PARTIAL;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== key[i]) return PARTIAL;
  return at + length;
}

/** What stands above a path, the empty name too. */
function above(path: string): string[] {
  const paths: string[] = [];
  for (let dot = path.lastIndexOf('.'); dot >= 0; dot = dot > 0 ? path.lastIndexOf('.', dot - 1) : -1) {
    paths.push(path.slice(0, dot));
  }
  return paths;
}

function sameName(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 1; i < key.length - 2; i++) if (key[i] !== bytes[start + i - 1]) return false;
  return true;
}

const TEXT = new TextDecoder();

function nameOf(bytes: Uint8Array, start: number, stop: number): string {
  try {
    return JSON.parse(TEXT.decode(bytes.subarray(start - 1, stop + 1)));
  } catch {
    throw malformed('a name holds an escape that is none');
  }
}
