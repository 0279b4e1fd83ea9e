import { conditionsOf, type DqlCondition } from '../../shared/dql/tree.ts';
import { SluiceError } from '../../shared/errors.ts';
import { type Filter, isOnField } from '../../shared/filter.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { countsBack } from '../query/comparisons.ts';
import { dqlTree } from '../query/dql.ts';
import { fieldsNamed } from './fields.ts';
import { metBy } from './placed-fields.ts';

/**
 * The dates among the fields that a search compares with what may be a time before 1970 as a number. OpenSearch is asked
 * about these only.
 * @throws query_invalid where the DQL asks it of a pattern of fields, and a date is one of these; opensearch_*
 */
export async function datesBefore1970(access: Access, search: Search, signal: AbortSignal): Promise<string[]> {
  const { named, patterns } = early(search);
  const dates = await datesAmong(access, { index: search.index, names: named }, signal);
  await assertNoDates(access, { index: search.index, patterns }, signal);
  return dates;
}

/** The fields that can be asked about by name; and of DQL the ranges of a pattern whose end OpenSearch would get wrong. */
function early({ filters = [], dql }: Search): { named: string[]; patterns: DqlCondition[] } {
  const tree = dql === undefined ? undefined : dqlTree(dql);
  const conditions = (tree ? conditionsOf(tree).conditions : []).filter(({ node }) => isEarly(node));
  const fields = filters.filter((filter) => textsOf(filter).some(countsBack)).filter(isOnField);
  const names = [
    ...fields.map(({ field }) => field),
    ...conditions.filter(({ node }) => !node.field?.parts).map(({ name }) => name),
  ];
  return {
    named: [...new Set(names)].filter((name) => !/[*?,]/.test(name)),
    patterns: conditions.filter(({ node }) => node.kind === 'range' && node.field.parts),
  };
}

function isEarly(node: DqlCondition['node']): boolean {
  if (node.value.parts || !countsBack(node.value.text)) return false;
  return node.kind === 'is' || node.op === 'gt' || node.op === 'lte';
}

function textsOf(filter: Filter): readonly string[] {
  if (filter.op === 'is') return [filter.value];
  if (filter.op === 'one_of') return filter.values;
  return filter.op === 'between' && filter.to !== undefined ? [filter.to] : [];
}

type Names = { index: string; names: readonly string[] };

async function datesAmong(access: Access, { index, names }: Names, signal: AbortSignal): Promise<string[]> {
  if (names.length === 0) return [];
  const known = await fieldsNamed(access, { index, fields: names }, signal).catch((thrown: unknown) => {
    // The search itself tells it, or finds nothing in a pattern; and where types may not be asked, it goes on without.
    if (['index_not_found', 'forbidden'].includes(SluiceError.from(thrown).code)) return [];
    throw thrown;
  });
  const isDate = (type: string) => type === 'date' || type === 'date_nanos';
  return known.filter(({ type }) => type.split(', ').every(isDate)).map(({ name }) => name);
}

type Patterns = { index: string; patterns: readonly DqlCondition[] };

async function assertNoDates(access: Access, { index, patterns }: Patterns, signal: AbortSignal): Promise<void> {
  const names = [...new Set(patterns.map(({ name }) => name))].filter((name) => !/[?,]/.test(name));
  for (const date of await datesAmong(access, { index, names }, signal)) {
    const met = patterns.find(({ name }) => metBy(name)(date));
    const reason = `“${date.slice(0, 60)}” is a date: compare it with a time before 1970 by its name, or write the time in ISO.`;
    if (met) throw new SluiceError('query_invalid', reason, { position: met.node.value.from });
  }
}
