import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { flattenRow } from '../../shared/flatten.ts';
import type { ParquetColumn, ParquetType } from '../../shared/request.ts';

/** What does not fit its column, so that `_rest` has it. */
export const MISFIT = Symbol('misfit');
/** What a reader tells of a value (`read-file.py`), or that it is none of its column's type. */
type Told = unknown;

const RANGES = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;
const LITERAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z)?$/;
const EPOCH = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;
const HALF_PAIR = /\p{Surrogate}/u;

/** Each column's cell of a document, and the misfits as they stand, by path. */
export function typedRow(
  source: string,
  columns: readonly ParquetColumn[],
): { cells: Told[]; rest: Map<string, unknown> } {
  const document = parse(source);
  const members = flattenRow(document);
  const rest = new Map<string, unknown>();
  const cells = columns.map(({ name, type, list }) => {
    const cell = members.get(name);
    const value = cell && (cell.raw ? parse(cell.text || 'null') : (plainAt(document, name) ?? cell.text));
    if (value === undefined || value === null) return null;
    const told = type === 'json' ? `s:${stringify(value)}` : list ? severalOf(type, value) : oneOf(type, value);
    if (told !== MISFIT) return told;
    rest.set(name, value);
    return null;
  });
  return { cells, rest };
}

/** A string as it is stored: the cells of CSV have no halves of surrogate pairs. */
function plainAt(document: unknown, name: string): string | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  for (const [key, value] of Object.entries(document)) {
    if (key === name) return typeof value === 'string' ? value : undefined;
    const below = name.startsWith(`${key}.`) ? plainAt(value, name.slice(key.length + 1)) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

function severalOf(type: ParquetType, value: unknown): Told {
  const all = (Array.isArray(value) ? value : [value]).map((one) => (one === null ? null : oneOf(type, one)));
  return all.includes(MISFIT) ? MISFIT : all;
}

function oneOf(type: ParquetType, value: unknown): Told {
  const literal = isLosslessNumber(value) ? value.value : typeof value === 'boolean' ? String(value) : undefined;
  if (type === 'boolean') return typeof value === 'boolean' ? value : MISFIT;
  if (literal === undefined && typeof value !== 'string') return MISFIT;
  if (type === 'text') {
    const text = literal ?? String(value);
    return HALF_PAIR.test(text) ? MISFIT : `s:${text}`;
  }
  if (type === 'timestamp_ms' || type === 'timestamp_ns') return momentOf(type, literal ?? String(value), literal);
  const match = literal === undefined ? null : LITERAL.exec(literal);
  if (!match || literal === undefined) return MISFIT;
  if (type === 'float' || type === 'double') return fractionOf(type, literal);
  return type === 'json' ? MISFIT : wholeOf(type, match);
}

function wholeOf(
  type: keyof typeof RANGES,
  [, sign, whole = '', fraction = '', exponent = '0']: RegExpExecArray,
): Told {
  let digits = BigInt(whole + fraction);
  let power = Number(exponent) - fraction.length;
  for (; power < 0 && digits !== 0n && digits % 10n === 0n; power++) digits /= 10n;
  if (digits === 0n) return 'i:0';
  if (power < 0 || power > 30) return MISFIT;
  const value = (sign ? -1n : 1n) * digits * 10n ** BigInt(power);
  const [least, most] = RANGES[type];
  return value >= least && value <= most ? `i:${value}` : MISFIT;
}

/** The nearest, but for whole numbers, which are exact, and what only zero is near to. */
function fractionOf(type: 'float' | 'double', literal: string): Told {
  const double = Number(literal);
  const value = type === 'float' ? Math.fround(double) : double;
  if (!Number.isFinite(value) || (value === 0 && /^[^e]*[1-9]/i.test(literal))) return MISFIT;
  if (value !== double && Number.isInteger(double)) return MISFIT;
  const isExact = !/^-?\d+$/.test(literal) || BigInt(literal) === BigInt(double) || String(double) === literal;
  return isExact ? value : MISFIT;
}

/** Of the usual format, without the ways to write it that are rare: the generated ones have none of these. */
function momentOf(type: 'timestamp_ms' | 'timestamp_ns', text: string, literal: string | undefined): Told {
  const nanos = literal === undefined ? (isoNanos(text) ?? epochNanos(text)) : epochNanos(text);
  if (nanos === undefined) return MISFIT;
  if (type === 'timestamp_ms') return nanos % 1_000_000n === 0n ? `t:${nanos}` : MISFIT;
  return nanos > -(2n ** 63n) + 1n && nanos < 2n ** 63n - 1n ? `t:${nanos}` : MISFIT;
}

function isoNanos(text: string): bigint | undefined {
  const [, day = '', time = '00:00:00', fraction = ''] = ISO.exec(text) ?? [];
  const ms = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Milliseconds. Short negative ones OpenSearch takes for years, and what a fraction of one means it has not always told the same. */
function epochNanos(text: string): bigint | undefined {
  const [, sign, whole = '', fraction = ''] = EPOCH.exec(text) ?? [];
  if (whole === '' || (sign && (fraction || whole.length < 11))) return undefined;
  return (sign ? -1n : 1n) * BigInt(whole + fraction.padEnd(6, '0'));
}
