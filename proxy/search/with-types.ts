import { SluiceError } from '../../shared/errors.ts';
import { type Filter, fieldsOfFilters } from '../../shared/filter.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import type { Asked } from '../query/clause.ts';
import { datesBefore1970 } from './dates-before-1970.ts';
import { typesOf } from './fields.ts';
import { placedFields } from './placed-fields.ts';

/** Values of all lists that are asked one by one, whatever their fields are. */
const MAX_VALUES = 200;
/**
 * OpenSearch allows a query 1,024 clauses by itself (`indices.query.bool.max_clause_count`), and conditions beside the lists
 * need some. A value of a text is one; of a number, a date or an address up to five (seen in OpenSearch 3.8).
 */
const MAX_CLAUSES = 1000;
const CLAUSES = 5;

/** Characters of filters that OpenSearch may have to cut into words. */
const MAX_CHARS = 128 * 1024;

/** Types of fields that take a list of values as one clause, and find with it what each value by itself would find (seen in OpenSearch 3.8). */
const WHOLE_VALUES = new Set([
  ...['keyword', 'constant_keyword', 'ip', 'boolean', '_id', '_index'],
  ...['byte', 'short', 'integer', 'long', 'unsigned_long', 'half_float', 'float', 'double', 'scaled_float'],
]);

type OneOf = Extract<Filter, { op: 'one_of' }>;

/**
 * The search with the fields told whose type decides how filters are asked. OpenSearch is asked for types only where there
 * are more values than it would take otherwise, or some that may be times before 1970 as numbers, and where a field of
 * the DQL may stand in nested objects.
 * @throws query_invalid where a field of another type, such as text, has too many; forbidden, index_not_found, opensearch_*
 */
export async function withTypes<T extends Search>(access: Access, search: T, signal: AbortSignal): Promise<T & Asked> {
  const exact = await exactLists(access, search, signal);
  const placed = await placedFields(access, search, signal);
  const dates = await datesBefore1970(access, search, signal);
  return {
    ...search,
    ...(exact === undefined ? {} : { exact }),
    ...(dates.length === 0 ? {} : { dates }),
    ...(placed.length === 0 ? {} : { placed }),
  };
}

/** The fields that can be asked about by name. */
function namesOf(filters: readonly Filter[]): string[] {
  return [...new Set(fieldsOfFilters(filters))].filter((field) => !/[*?,]/.test(field));
}

/** Undefined where no list need be one clause. */
async function exactLists(access: Access, search: Search, signal: AbortSignal): Promise<string[] | undefined> {
  const filters = search.filters ?? [];
  const lists = filters.filter((filter) => filter.op === 'one_of');
  if (valuesOf(lists) <= MAX_VALUES && isShort(filters)) return undefined;
  const fields = namesOf(lists);
  const types =
    fields.length === 0 ? new Map<string, string[]>() : await typesOf(access, { index: search.index, fields }, signal);
  const typesIn = (field: string) => types.get(field) ?? [];
  // What no index has is found by no value, however it is asked.
  const exact = fields.filter((field) => typesIn(field).every((type) => WHOLE_VALUES.has(type)));
  const others = lists.filter(({ field }) => !exact.includes(field));
  const isText = ({ field }: OneOf) => fields.includes(field) && typesIn(field).every((type) => type === 'text');
  const clauses = others.reduce((sum, list) => sum + list.values.length * (isText(list) ? 1 : CLAUSES), 0);
  const rest = filters.filter((filter) => filter.op !== 'one_of' || others.includes(filter));
  if (clauses <= MAX_CLAUSES && isShort(rest)) return exact;
  const [largest] = others.sort((a, b) => b.values.length - a.values.length);
  if (!largest) throw new SluiceError('query_invalid', 'The filters are too long. Search for some of them at a time.');
  const kind = typesIn(largest.field).join(', ').slice(0, 40);
  const most = isText(largest) ? MAX_CLAUSES : MAX_CLAUSES / CLAUSES;
  throw new SluiceError(
    'query_invalid',
    `The list for “${largest.field.slice(0, 60)}” is too long: ${largest.values.length} values. A field of the type ${kind} takes ${most} short ones: choose one of whole values (often its .keyword), or search for some at a time.`,
  );
}

function isShort(filters: readonly Filter[]): boolean {
  return JSON.stringify(filters).length <= MAX_CHARS;
}

function valuesOf(lists: readonly OneOf[]): number {
  return lists.reduce((sum, { values }) => sum + values.length, 0);
}
