/** A stretch of bytes. */
export type Stretch = { readonly bytes: Uint8Array; readonly from: number; readonly to: number };

/** Below 0, 0 or above it: unsigned bytes from the first on; what ends first stands before what goes on. */
export function compareBytes(a: Stretch, b: Stretch): number {
  return compareWithin(a.bytes, a.from, a.to, b.bytes, b.from, b.to);
}

/** The same without objects, for inner loops. */
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
