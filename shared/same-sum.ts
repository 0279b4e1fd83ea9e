/**
 * Whether two sums of sequence numbers, each made of doubles in an order of its own, are of the same rows: exact as far as
 * doubles are, and past that to one part in a thousand million.
 */
export function isSameSum(a: number, b: number): boolean {
  const most = Math.max(a, b);
  return most <= Number.MAX_SAFE_INTEGER ? a === b : Math.abs(a - b) <= most * 1e-9;
}
