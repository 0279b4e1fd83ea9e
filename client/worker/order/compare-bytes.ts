/**
 * `a[aFrom, aTo)` to `b[bFrom, bTo)` by unsigned bytes, below 0, 0 or above it: what is the other's beginning stands first. Plain
 * parameters, for inner loops.
 */
export function compareWithin(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): number {
  let i = aFrom;
  let j = bFrom;
  const stop = aFrom + Math.min(aTo - aFrom, bTo - bFrom);
  while (i < stop) {
    const difference = (a[i++] as number) - (b[j++] as number);
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** All of both. */
export function compareWhole(a: Uint8Array, b: Uint8Array): number {
  return compareWithin(a, 0, a.length, b, 0, b.length);
}
