import { KINDS, LISTS, LISTS_END, STARTS, STOPS } from './memory';

/*
 * The values that columns have out of arrays' objects, of the row at hand: a chain for each column, whose STARTS is its
 * first and whose STOPS its last value, 0 while there is none. A value is: the next one, its JSON's beginning and end,
 * both 0 for `{}`.
 */

export const LISTED: u8 = 6;

const NEXT: usize = 0;
const START: usize = 4;
const STOP: usize = 8;
const VALUE_BYTES: usize = 16;

let top: usize = LISTS;

export function clearLists(): void {
  top = LISTS;
}

/** From now on the column's values are listed. False when it has one that is not. */
export function openList(column: i32): bool {
  const kind = load<u8>(KINDS + column);
  if (kind == LISTED) return true;
  if (kind != 0) return false;
  store<u8>(KINDS + column, LISTED);
  store<u32>(STARTS + (<usize>column << 2), 0);
  store<u32>(STOPS + (<usize>column << 2), 0);
  return true;
}

/** False when it cannot be kept. */
export function listValue(column: i32, start: usize, stop: usize): bool {
  if (!openList(column) || top >= LISTS_END) return false;
  const value = top;
  top += VALUE_BYTES;
  store<u32>(value + NEXT, 0);
  store<u32>(value + START, <u32>start);
  store<u32>(value + STOP, <u32>stop);
  const last: usize = load<u32>(STOPS + (<usize>column << 2));
  if (last == 0) store<u32>(STARTS + (<usize>column << 2), <u32>value);
  else store<u32>(last + NEXT, <u32>value);
  store<u32>(STOPS + (<usize>column << 2), <u32>value);
  return true;
}

// @ts-ignore: decorator
@inline
export function nextOf(value: usize): usize {
  return load<u32>(value + NEXT);
}

// @ts-ignore: decorator
@inline
export function startOf(value: usize): usize {
  return load<u32>(value + START);
}

// @ts-ignore: decorator
@inline
export function stopOf(value: usize): usize {
  return load<u32>(value + STOP);
}
