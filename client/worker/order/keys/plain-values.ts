import type { SortKey } from '../sort-key.ts';

/*
 * For tests: sort values and their order in plain terms, slow and by other means than the keys'.
 */

/** A value as a test means it; null: missing. */
export type PlainValue = bigint | number | string | null;

/** -1, 0 or 1, as a sorted search has it: missing last in either order. */
export function comparePlain({ type, order }: SortKey, a: PlainValue, b: PlainValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const ascending = compareValues(type, a, b);
  return order === 'asc' ? ascending : 0 - ascending;
}

function compareValues(type: SortKey['type'], a: PlainValue, b: PlainValue): number {
  if (type === 'ip') return signOf(addressOf(String(a)) - addressOf(String(b)));
  if (typeof a === 'string' || typeof b === 'string') return compareTexts(String(a), String(b));
  return compareExact(exactOf(a), exactOf(b)) || compareZeros(a, b);
}

/** -0.0 stands before 0.0. */
function compareZeros(a: PlainValue, b: PlainValue): number {
  return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

type Exact = { over: bigint; under: bigint };

function exactOf(value: PlainValue): Exact {
  if (typeof value === 'bigint') return { over: value, under: 1n };
  let over = Number(value);
  let under = 1n;
  while (!Number.isInteger(over)) {
    over *= 2;
    under *= 2n;
  }
  return { over: BigInt(over), under };
}

function compareExact(a: Exact, b: Exact): number {
  return signOf(a.over * b.under - b.over * a.under);
}

function signOf(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** By code points, half a pair as U+FFFD: the order of the UTF-8 bytes that Lucene stores. */
function compareTexts(a: string, b: string): number {
  const left = pointsOf(a);
  const right = pointsOf(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

function pointsOf(text: string): number[] {
  const stored = new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
  return Array.from(stored, (char) => char.codePointAt(0) ?? 0);
}

/** An address as one number of 128 bits. */
function addressOf(text: string): bigint {
  const quad = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const low = quad ? quad.slice(1).reduce((sum, part) => sum * 256n + BigInt(part), 0n) : 0n;
  if (quad && !text.includes(':')) return (0xffffn << 32n) + low;
  const hex = quad ? `${text.slice(0, quad.index)}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}` : text;
  const [head = '', tail] = hex.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const behind = groups(tail ?? '');
  const gap = tail === undefined ? 0 : 8 - groups(head).length - behind.length;
  const all = [...groups(head), ...Array.from({ length: gap }, () => '0'), ...behind];
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
