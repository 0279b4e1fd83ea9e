import type { FieldNode, FieldTree } from '../cells/field-tree.ts';
import { PageReader } from '../page-reader.ts';
import type { RowWriter } from '../row-writer.ts';
import type { MakeScanner } from '../scanner.ts';
import type { ScanLimits } from '../scanners.ts';
import { makeInstance, type Resolve, type ScannerExports, scannerModule } from './instance.ts';
import { type Slot, WasmHitCutter } from './wasm-hit-cutter.ts';
import { WasmInput } from './wasm-input.ts';

/** Memory never shrinks, so an instance that has grown beyond this is not kept for the next page. */
const KEPT_BYTES = 24 * 1024 * 1024;
/** As many as fit into the scanner's plan (assembly/memory.ts). */
const MAX_COLUMNS = 0x2000;
const MAX_NODES = 0x4000;
const MAX_ROW_BYTES = 160 * 1024 * 1024;

/** What the SIMD scanner does by itself; `writer` does the same plainly, for what is rare. */
export type WasmRows =
  | {
      /** Lines of text, or raw cells. */
      kind: 'csv' | 'cells';
      writer: RowWriter;
      limits: ScanLimits;
      tree: FieldTree;
      delimiter: number;
      rest: boolean;
      /** Of HIT_IDS, -1 where one has none. */
      idColumns: readonly number[];
    }
  /** `tree`: of the chosen fields; without it whole documents. */
  | { kind: 'ndjson' | 'json'; writer: RowWriter; limits: ScanLimits; tree?: FieldTree | undefined };

const KINDS = { csv: 0, ndjson: 1, json: 2, cells: 3 } as const;

/** Scanners in WebAssembly, or undefined where they can't be had. */
export function wasmScanners(rows: WasmRows): MakeScanner | undefined {
  const module = scannerModule();
  if (module === undefined || rows.limits.maxRowBytes > MAX_ROW_BYTES) return undefined;
  if (hasCells(rows) && rows.tree.columnCount > MAX_COLUMNS) return undefined;
  const { writer, limits } = rows;
  const idle: Slot[] = [];
  return (carry) => {
    const slot = idle.pop() ?? makeSlot(module, rows);
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      if (slot.scanner.memory.buffer.byteLength > KEPT_BYTES) return;
      slot.scanner.reset();
      slot.input.clear();
      idle.push(slot);
    };
    return new PageReader(new WasmHitCutter(slot, { writer, limits, carry, release }), limits.maxRowBytes);
  };
}

function makeSlot(module: WebAssembly.Module, rows: WasmRows): Slot {
  const { maxRowBytes, sortValues } = rows.limits;
  const slot: Starting = {};
  const resolve: Resolve = rows.tree ? resolver(rows.tree, slot, !hasCells(rows)) : () => -1;
  const scanner = makeInstance(module, resolve);
  const input = new WasmInput(scanner);
  slot.scanner = scanner;
  slot.input = input;
  if (hasCells(rows)) {
    scanner.setUp(KINDS[rows.kind], rows.tree.columnCount, rows.delimiter, rows.rest, maxRowBytes);
    const [index = -1, id = -1, routing = -1] = rows.idColumns;
    scanner.setIds(index, id, routing);
  } else {
    scanner.setUp(KINDS[rows.kind], 0, 0, false, maxRowBytes);
    if (rows.tree) scanner.setNarrow();
  }
  scanner.setSorts(sortValues);
  return { scanner, input };
}

function hasCells(rows: WasmRows): rows is Extract<WasmRows, { kind: 'csv' | 'cells' }> {
  return rows.kind === 'csv' || rows.kind === 'cells';
}

type Starting = { scanner?: ScannerExports; input?: WasmInput };

/**
 * Tells an instance where a name leads that it meets for the first time. Nodes are numbered for each instance. `narrows`:
 * what lies below a column belongs to it.
 */
function resolver(tree: FieldTree, slot: Starting, narrows: boolean): Resolve {
  const nodes: FieldNode[] = [tree.root];
  const numbers = new Map<FieldNode, number>([[tree.root, 0]]);
  return (parent, start, stop) => {
    const from = nodes[parent];
    if (from === undefined || slot.input === undefined) return -1;
    const node = nodeOf(tree, from, { bytes: slot.input.bytes, start, stop });
    if (node === undefined || node.id === tree.overflow.id || node.id >= MAX_NODES) return -1;
    const known = numbers.get(node);
    if (known !== undefined) return known;
    if (nodes.length >= MAX_NODES) return -1;
    const number = nodes.push(node) - 1;
    numbers.set(node, number);
    const column = narrows && node.isBelow ? 0 : node.column;
    slot.scanner?.setNode(number, node.id, column, node.isAbove);
    return number;
  };
}

function nodeOf(
  tree: FieldTree,
  parent: FieldNode,
  name: { bytes: Uint8Array; start: number; stop: number },
): FieldNode | undefined {
  try {
    return tree.member(parent, name.bytes, name).node;
  } catch {
    // The plain scanner comes upon the same fault and says it.
    return undefined;
  }
}
