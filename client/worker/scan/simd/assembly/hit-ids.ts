import { setText } from './csv-read';
import { rare, skipString } from './json';

/*
 * A hit's own `_index`, `_id` and `_routing`, and the columns that they stand in: -1 where one has none. A text is the
 * address of its first byte, 0 where the hit at hand has none, and that of its closing quote.
 */

let any: bool = false;
let indexColumn: i32 = -1;
let idColumn: i32 = -1;
let routingColumn: i32 = -1;
let indexAt: usize = 0;
let indexStop: usize = 0;
let idAt: usize = 0;
let idStop: usize = 0;
let routingAt: usize = 0;
let routingStop: usize = 0;

export function setIds(index: i32, id: i32, routing: i32): void {
  indexColumn = index;
  idColumn = id;
  routingColumn = routing;
  any = index >= 0 || id >= 0 || routing >= 0;
}

// @ts-ignore: decorator
@inline
export function hasIds(): bool {
  return any;
}

export function clearIds(): void {
  indexAt = idAt = routingAt = 0;
}

/** Whether a name with its quotes is one that has a column. */
export function isId(name: usize, length: usize): bool {
  return isIndexName(name, length) || isIdName(name, length) || isRoutingName(name, length);
}

/** The value at `from`, of the member of this name: the address after it. */
export function readId(name: usize, length: usize, from: usize, end: usize): usize {
  if (load<u8>(from) != 0x22) return rare();
  const after = skipString(from + 1, end);
  if (after == 0) return 0;
  if (isIdName(name, length)) {
    idAt = from + 1;
    idStop = after - 1;
  } else if (isIndexName(name, length)) {
    indexAt = from + 1;
    indexStop = after - 1;
  } else {
    routingAt = from + 1;
    routingStop = after - 1;
  }
  return after;
}

/** Puts them into their columns, once the document is read. */
export function placeIds(): void {
  if (indexColumn >= 0 && indexAt != 0) setText(indexColumn, indexAt, indexStop);
  if (idColumn >= 0 && idAt != 0) setText(idColumn, idAt, idStop);
  if (routingColumn >= 0 && routingAt != 0) setText(routingColumn, routingAt, routingStop);
}

// `"_index"`, `"_id"` and `"_routing"`, in memory's order.

// @ts-ignore: decorator
@inline
function isIndexName(name: usize, length: usize): bool {
  return length == 8 && load<u64>(name) == 0x227865646e695f22;
}

// @ts-ignore: decorator
@inline
function isIdName(name: usize, length: usize): bool {
  return length == 5 && load<u32>(name) == 0x64695f22 && load<u8>(name + 4) == 0x22;
}

// @ts-ignore: decorator
@inline
function isRoutingName(name: usize, length: usize): bool {
  return length == 10 && load<u64>(name) == 0x6e6974756f725f22 && load<u16>(name + 8) == 0x2267;
}
