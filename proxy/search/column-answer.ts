import * as v from 'valibot';
import type { Column, TopValues, Uncounted } from '../../shared/column.ts';
import { SluiceError } from '../../shared/errors.ts';
import { numberSchema } from '../../shared/json/number.ts';
import { figure } from '../query/nested.ts';
import { rawBucketSchema } from './aggregate.ts';
import type { Kind } from './column-kind.ts';

/** A field as it is asked about. */
export type Asked = {
  field: string;
  type: string;
  /** The nested objects that hold it. */
  path: string | undefined;
  kind: Kind | Uncounted;
  /** The index keeps the field's values where a row's own can be counted. */
  isKept: boolean;
  /** The field whose values are told: itself, or that of a text which holds them whole. */
  of: string;
  has: (field: string) => Record<string, unknown>;
};

const rowsSchema = v.object({ doc_count: numberSchema });
const boundSchema = v.object({ hits: v.object({ hits: v.array(v.object({ sort: v.array(v.unknown()) })) }) });
const nullable = v.nullish(numberSchema);

export const figuresSchema = v.object({
  filled: v.optional(rowsSchema),
  missing: v.optional(rowsSchema),
  within: v.optional(
    figure(
      v.object({
        ...rowsSchema.entries,
        rows: v.optional(rowsSchema),
        lowest: v.optional(boundSchema),
        highest: v.optional(boundSchema),
        numbers: v.optional(v.object({ count: numberSchema, sum: nullable, avg: nullable })),
      }),
    ),
  ),
  top: v.optional(figure(v.object({ doc_count_error_upper_bound: numberSchema, buckets: v.array(rawBucketSchema) }))),
  distinct: v.optional(figure(v.object({ value: numberSchema }))),
  unlisted: v.optional(rowsSchema),
});
type Figures = v.InferOutput<typeof figuresSchema>;
type Answer = { took: number; total: number; figures: Figures };

/** @throws opensearch_failed where the figures contradict each other */
export function readColumn(asked: Asked, { took, total, figures }: Answer, shardSize: number): Column {
  const [filled, missing] = [figures.filled?.doc_count ?? 0, figures.missing?.doc_count ?? 0];
  assertSame(asked, { total, filled, missing }, figures);
  const { type, path, kind } = asked;
  const counted = { took, type, total, filled, missing, ...(path === undefined ? {} : { path }) };
  if (typeof kind === 'string') return { ...counted, why: kind, rounded: false };
  const { within } = figures;
  const [lowest, highest] = [boundOf(within?.lowest, asked), boundOf(within?.highest, asked)];
  return {
    ...counted,
    rounded: kind.rounded,
    ...(lowest === undefined ? {} : { lowest }),
    ...(highest === undefined ? {} : { highest }),
    ...numbersOf(within?.numbers, kind, [lowest, highest]),
    top: topOf(asked, figures, shardSize),
  };
}

type Counts = { total: number; filled: number; missing: number };

/** Of each count there is a second one, by another way. */
function assertSame({ kind, of, field }: Asked, { total, filled, missing }: Counts, { within }: Figures): void {
  const again = within?.rows?.doc_count ?? within?.doc_count ?? 0;
  const isSame = typeof kind === 'string' || of !== field || again === filled;
  if (filled + missing === total && isSame) return;
  throw new SluiceError(
    'opensearch_failed',
    `OpenSearch’s counts contradict each other: of ${total} rows ${filled} have the field, ${missing} do not, and ${again} have values of it. A row that weighs several (_doc_count) would do that.`,
  );
}

type Bound = v.InferOutput<typeof boundSchema> | undefined;

function boundOf(bound: Bound, { kind, type }: Asked): string | undefined {
  const value = bound?.hits.hits[0]?.sort[0];
  if (value === undefined || value === null || typeof kind === 'string') return undefined;
  const text = String(value);
  if (kind.name === 'date') return isoTime(text, type === 'date_nanos');
  return kind.name === 'number' ? asNumber(text, type) : text;
}

type Bucket = v.InferOutput<typeof rawBucketSchema>;

/** Of `date_nanos` OpenSearch counts by the millisecond. */
function keyedAs({ key, key_as_string }: Bucket, { kind, type }: Asked): string {
  const name = typeof kind === 'string' ? undefined : kind.name;
  if (name === 'date') return isoTime(String(key), false);
  return name === 'number' ? asNumber(String(key), type) : (key_as_string ?? String(key));
}

const SINGLE = /^(?:float|half_float)$/;

/**
 * The shortest text of the number that the index has: OpenSearch writes some as `1.0E300`, and those of single precision
 * with digits that nobody wrote.
 */
export function asNumber(text: string, type: string): string {
  const number = Number(text);
  // To OpenSearch it is another value than 0.
  if (Object.is(number, -0)) return '-0';
  if (!SINGLE.test(type)) return String(number);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === Math.fround(number)) return String(short);
  }
  return String(number);
}

const NANOS = 1_000_000n;

/** ISO 8601 in UTC of ms, or of ns, since 1970; ms as digits where that is past what it can write. */
export function isoTime(digits: string, isNanos: boolean): string {
  const count = BigInt(digits);
  const nanos = isNanos ? ((count % NANOS) + NANOS) % NANOS : 0n;
  const ms = isNanos ? (count - nanos) / NANOS : count;
  const at = new Date(Number(ms));
  if (Number.isNaN(at.getTime())) return String(ms);
  const [second, fraction = ''] = at.toISOString().slice(0, -1).split('.');
  const digitsBehind = isNanos ? fraction + String(nanos).padStart(6, '0') : fraction;
  return /^0*$/.test(digitsBehind) ? `${second}Z` : `${second}.${digitsBehind}Z`;
}

type Stats = { count: number; sum?: number | null | undefined; avg?: number | null | undefined };

function numbersOf(stats: Stats | undefined, kind: Kind, bounds: (string | undefined)[]): Pick<Column, 'numbers'> {
  const { count = 0, sum, avg } = stats ?? {};
  if (count === 0 || typeof sum !== 'number' || typeof avg !== 'number') return {};
  const largest = Math.max(...bounds.map((bound) => Math.abs(Number(bound))));
  // However it is added up, no sum on the way is past what a double holds.
  const exact = kind.name === 'whole' && largest * count <= Number.MAX_SAFE_INTEGER;
  return { numbers: { values: count, sum, average: avg, exact } };
}

function topOf(asked: Asked, { top, distinct, unlisted }: Figures, shardSize: number): TopValues {
  const values = (top?.buckets ?? []).map((bucket) => ({
    value: keyedAs(bucket, asked),
    rows: bucket.rows?.doc_count ?? bucket.doc_count,
  }));
  const different = Math.max(values.length, distinct?.value ?? 0);
  const error = top?.doc_count_error_upper_bound ?? 0;
  return {
    ...(asked.of === asked.field ? {} : { of: asked.of, unlisted: unlisted?.doc_count ?? 0 }),
    values,
    distinct: different,
    // Of values in the order of rows, and not of nested objects, OpenSearch does not say it (-1).
    atLeast: error > 0 || (error < 0 && different > shardSize),
  };
}
