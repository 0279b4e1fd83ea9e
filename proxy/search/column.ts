import { type Column, type ColumnRequest, TOP_VALUES } from '../../shared/column.ts';
import { parentsOf } from '../../shared/columns.ts';
import { SluiceError } from '../../shared/errors.ts';
import type { Field } from '../../shared/http.ts';
import { askedWithin, nestedBelow, onlyPath } from '../../shared/nested.ts';
import { isSortField } from '../../shared/order.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregatedIn, ROWS } from '../query/nested.ts';
import { aggregate } from './aggregate.ts';
import { assertSearchAllowed } from './allowed.ts';
import { type Asked, figuresSchema, readColumn } from './column-answer.ts';
import { isText, type Kind, kindOf } from './column-kind.ts';
import { fieldsNamed } from './fields.ts';
import { topValues } from './values.ts';

const TIMEOUT = '10s';
/** Values that each shard names: more of those that are short. */
const SHARD_SIZE = { words: 1000, others: 10_000 };
/** Up to how many different ones these are counted exactly, as for facets. */
const EXACT_DISTINCT = 3000;

type Clause = Record<string, unknown>;

/**
 * What a field holds in all of a search's rows: how many have it and how many do not, its least and its greatest value, and
 * its most frequent ones. One search for all of it, so that its figures are of the same rows; where two that count the same
 * thing differ, none is told.
 * @throws forbidden, bad_request for what is no field with values, query_invalid, index_not_found, page_partial, opensearch_*
 */
export async function describeColumn(
  access: Access,
  { field, ...search }: ColumnRequest,
  signal: AbortSignal,
): Promise<Column> {
  assertSearchAllowed(access, search);
  const asked = await whatToAsk(access, { search, field, signal });
  const answer = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: aggregationsOf(asked) },
    schema: figuresSchema,
    signal,
  });
  return readColumn(asked, answer, shardSizeOf(asked.kind));
}

type Of = { search: Search; field: string; signal: AbortSignal };

/** @throws bad_request */
async function whatToAsk(access: Access, { search, field, signal }: Of): Promise<Asked> {
  const parents = parentsOf(field);
  const names = [field, `${field}.*`, ...parents];
  const known = await fieldsNamed(access, { index: search.index, fields: names }, signal);
  const found = known.find(({ name }) => name === field);
  assertCounted(found, field);
  // Whoever asks need not know it: not looked for where it is, a field has no value in any row.
  const nested = nestedBelow(field, parents, (above) => {
    const parent = known.find(({ name }) => name === above);
    return parent && { types: parent.type.split(', '), nestedIn: parent.nestedIn };
  });
  const path = nested && onlyPath(nested);
  const reading = isText(found.type) ? readingOf(known, field) : undefined;
  const kind = nested && path === undefined ? 'nested' : kindOf(reading ?? found);
  return {
    ...{
      field,
      type: found.type,
      path,
      kind,
      isKept: found.aggregatable && !nested && !isText(found.type),
      of: reading?.name ?? field,
    },
    /** Rows with the field, wherever it stands in them. */
    has: (name) => askedWithin(nested && { ...nested, field: name }, { exists: { field: name } }),
  };
}

/** Fields that OpenSearch adds to each row are in no list of fields. @throws bad_request */
function assertCounted(found: Field | undefined, field: string): asserts found is Field {
  const types = found?.type.split(', ') ?? [];
  const shown = field.slice(0, 60);
  if (!found) throw new SluiceError('bad_request', `“${shown}” is no field whose values could be counted.`);
  if (types.some((type) => type === 'object' || type === 'nested')) {
    throw new SluiceError('bad_request', `“${shown}” holds objects: ask for one of their fields.`);
  }
  if (found.searchable || found.aggregatable) return;
  throw new SluiceError('bad_request', `The index keeps nothing of “${shown}” by which rows could be counted.`);
}

/** The first field of a text that holds its values whole. */
function readingOf(known: readonly Field[], text: string): Field | undefined {
  return known.find(({ name, type, aggregatable }) => name !== text && type === 'keyword' && aggregatable);
}

function aggregationsOf(asked: Asked): Clause {
  const { has, field, kind, isKept } = asked;
  const filled = { filter: has(field) };
  // Counted by the values where there are any, as the other is by the index.
  const missing = isKept ? { missing: { field } } : { filter: { bool: { must_not: [has(field)] } } };
  return { filled, missing, ...(typeof kind === 'string' ? {} : valuesOf(asked, kind)) };
}

function shardSizeOf(kind: Asked['kind']): number {
  return typeof kind === 'string' || kind.name === 'words' ? SHARD_SIZE.words : SHARD_SIZE.others;
}

function valuesOf({ field, of, path, has }: Asked, kind: Kind): Clause {
  const { sort, name } = kind;
  const bound = (order: 'asc' | 'desc') => ({
    top_hits: { size: 1, _source: false, sort: [{ [of]: { order, ...sort } }] },
  });
  const bounds = sort && isSortField(of) ? { lowest: bound('asc'), highest: bound('desc') } : {};
  const isNumber = name === 'whole' || name === 'number';
  const numbers = isNumber ? { numbers: { stats: { field: of } } } : {};
  return {
    // A missing value would be the first or the last one.
    within: aggregatedIn(path, {
      filter: { exists: { field: of } },
      aggs: { ...bounds, ...numbers, ...(path ? ROWS : {}) },
    }),
    top: topValues(path, { field: of, size: TOP_VALUES, shard_size: shardSizeOf(kind) }),
    distinct: aggregatedIn(path, { cardinality: { field: of, precision_threshold: EXACT_DISTINCT } }),
    ...(of === field ? {} : { unlisted: { filter: { bool: { filter: [has(field)], must_not: [has(of)] } } } }),
  };
}
