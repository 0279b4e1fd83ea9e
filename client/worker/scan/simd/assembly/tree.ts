import { allocate, MAX_NODES, NODE_ABOVE, NODE_COLUMN, NODE_FIRST, NODE_ID, TABLE, TABLE_SIZE } from './memory';

/*
 * The names met so far and where they lead, as in the plain scanner's FieldTree, which is asked for each new one. Nodes
 * are numbers, the document itself is 0. An edge lies on the heap:
 * node, the edge that last followed, hash, parent, length of the name from quote to colon, name (padded to 16 bytes).
 */

export const EDGE_NEXT: usize = 4;
const EDGE_HASH: usize = 8;
const EDGE_PARENT: usize = 12;
export const EDGE_LENGTH: usize = 16;
export const EDGE_NAME: usize = 32;

/** The node for a name without its quotes, after `setNode` for a new one; -1 when there is none to be had. */
// @ts-ignore: decorator
@external("env", "resolve")
declare function resolve(parent: u32, start: usize, stop: usize): i32;

let edges: u32 = 0;

export function setNode(node: u32, id: u32, column: i32, above: bool): void {
  store<u8>(NODE_ABOVE + <usize>node, above ? 1 : 0);
  store<u32>(NODE_ID + (<usize>node << 2), id);
  store<i32>(NODE_COLUMN + (<usize>node << 2), column);
}

// @ts-ignore: decorator
@inline
export function isAbove(node: u32): bool {
  return load<u8>(NODE_ABOVE + <usize>node) != 0;
}

// @ts-ignore: decorator
@inline
export function firstOf(node: u32): usize {
  return load<u32>(NODE_FIRST + (<usize>node << 2));
}

export function setFirst(node: u32, edge: usize): void {
  store<u32>(NODE_FIRST + (<usize>node << 2), <u32>edge);
}

// @ts-ignore: decorator
@inline
export function nodeOf(edge: usize): u32 {
  return load<u32>(edge);
}

/** The address after the edge's name if the bytes at `at` are just that, or 0. */
// @ts-ignore: decorator
@inline
export function match(edge: usize, at: usize, end: usize): usize {
  const length = load<u32>(edge + EDGE_LENGTH);
  const after = at + length;
  if (after > end) return 0;
  let name = edge + EDGE_NAME;
  let i = at;
  while (i + 16 <= after) {
    if (i8x16.bitmask(i8x16.eq(v128.load(i), v128.load(name))) != 0xffff) return 0;
    i += 16;
    name += 16;
  }
  const wanted = (1 << <i32>(after - i)) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(i), v128.load(name))) & wanted) == wanted ? after : 0;
}

/** The edge from `parent` by the name in `[start, stop)`, its quotes left out; 0 when it cannot be kept. */
export function edgeOf(parent: u32, start: usize, stop: usize): usize {
  let hash: u32 = <u32>(stop - start);
  for (let i = start; i < stop; i++) hash = hash * 31 + load<u8>(i);
  let slot = (hash ^ (parent * 0x9e3779b1) ^ (hash >>> 15)) & (TABLE_SIZE - 1);
  while (true) {
    const edge: usize = load<u32>(TABLE + (<usize>slot << 2));
    if (edge == 0) break;
    if (load<u32>(edge + EDGE_HASH) == hash && load<u32>(edge + EDGE_PARENT) == parent && sameName(edge, start, stop)) return edge;
    slot = (slot + 1) & (TABLE_SIZE - 1);
  }
  if (edges >= TABLE_SIZE / 2) return 0;
  const node = resolve(parent, start, stop);
  if (node < 0 || <u32>node >= MAX_NODES) return 0;
  const length = stop - start + 3;
  const edge = allocate(EDGE_NAME + ((length + 15) & ~15) + 16);
  if (edge == 0) return 0;
  edges++;
  store<u32>(edge, node);
  store<u32>(edge + EDGE_HASH, hash);
  store<u32>(edge + EDGE_PARENT, parent);
  store<u32>(edge + EDGE_LENGTH, <u32>length);
  store<u8>(edge + EDGE_NAME, 0x22);
  memory.copy(edge + EDGE_NAME + 1, start, stop - start);
  store<u16>(edge + EDGE_NAME + length - 2, 0x3a22);
  store<u32>(TABLE + (<usize>slot << 2), <u32>edge);
  return edge;
}

function sameName(edge: usize, start: usize, stop: usize): bool {
  if (load<u32>(edge + EDGE_LENGTH) != <u32>(stop - start) + 3) return false;
  return memory.compare(edge + EDGE_NAME + 1, start, stop - start) == 0;
}
