import { SCANNER_WASM } from './scanner.wasm.ts';

/** What assembly/index.ts exports. Addresses, bytes and rows are numbers; booleans too. */
export type ScannerExports = {
  readonly memory: WebAssembly.Memory;
  readonly inputAt: WebAssembly.Global;
  readonly unplacedDoneAt: WebAssembly.Global;
  readonly unplacedGroupAt: WebAssembly.Global;
  readonly position: WebAssembly.Global;
  readonly count: WebAssembly.Global;
  readonly groupRows: WebAssembly.Global;
  readonly groupAt: WebAssembly.Global;
  readonly rowsEnd: WebAssembly.Global;
  readonly groupSeqNo: WebAssembly.Global;
  readonly doneSeqNo: WebAssembly.Global;
  readonly groupSum: WebAssembly.Global;
  readonly doneSum: WebAssembly.Global;
  readonly unplacedEnd: WebAssembly.Global;
  outAt(): number;
  recordsAt(): number;
  sortsAt(): number;
  sortBytes(): number;
  setUp(kind: number, columns: number, delimiter: number, keepsRest: boolean, maxRowBytes: number): void;
  /** The columns of HIT_IDS, -1 where one has none. */
  setIds(index: number, id: number, routing: number): void;
  /** Documents are narrowed to their chosen fields. */
  setNarrow(): void;
  /** Values that a hit is sorted by behind its sequence number; 0: none are kept. */
  setSorts(values: number): void;
  reset(): void;
  reserveInput(capacity: number): number;
  setNode(node: number, id: number, column: number, isAbove: boolean): void;
  cut(start: number, end: number): number;
  room(bytes: number): number;
  sortRoom(bytes: number): number;
  reserveSort(): number;
  addRow(seqNo: number, bytes: number): void;
  unplacedOne(id: number): void;
  carry(bytes: number, rows: number, seqNo: number): void;
  carrySorts(rows: number, bytes: number): number;
};

/** The node that a member's name leads to, or -1. */
export type Resolve = (parent: number, start: number, stop: number) => number;

let compiled: WebAssembly.Module | undefined;
let isRefused = false;

/** Undefined where WebAssembly or its SIMD is missing, or the page's content security policy forbids it. */
export function scannerModule(): WebAssembly.Module | undefined {
  if (compiled !== undefined || isRefused) return compiled;
  try {
    compiled = new WebAssembly.Module(Uint8Array.from(atob(SCANNER_WASM), (char) => char.charCodeAt(0)));
  } catch {
    isRefused = true;
  }
  return compiled;
}

export function makeInstance(module: WebAssembly.Module, resolve: Resolve): ScannerExports {
  // The compiler's contract, not checked again here: the sources of both lie in this folder.
  return new WebAssembly.Instance(module, { env: { resolve } }).exports as unknown as ScannerExports;
}
