import * as v from 'valibot';
import type { Filter } from '../../../../shared/filter.ts';
import type { Left } from './linked-search.ts';

type Clause = Record<string, unknown>;

const text = v.pipe(v.string(), v.maxLength(1000));
const filterSchema = v.looseObject({
  meta: v.optional(
    v.nullish(
      v.looseObject({
        alias: v.nullish(text),
        key: v.nullish(text),
        field: v.nullish(text),
        type: v.nullish(text),
        negate: v.nullish(v.boolean()),
        disabled: v.nullish(v.boolean()),
      }),
    ),
  ),
  query: v.nullish(v.record(v.string(), v.unknown())),
});

/** What stands beside a filter's clause. */
const NO_CLAUSES = new Set(['meta', '$state', 'query']);

/**
 * A filter as Dashboards keeps it, as one of ours: by kind where one says the same, else its clause of query DSL, which is held to what typed DSL
 * may hold. @returns why not, where it cannot be taken over
 */
export function readLinkedFilter(stored: unknown): Filter | Left {
  const parsed = v.safeParse(filterSchema, stored);
  if (!parsed.success) return { why: 'filter_unknown', name: '?' };
  const { meta, query } = parsed.output;
  const name = meta?.alias || meta?.key || meta?.field || meta?.type || '?';
  if (meta?.disabled) return { why: 'filter_disabled', name };
  if (meta?.type === 'combined') return { why: 'filter_combined', name };
  const clause = query ?? beside(parsed.output);
  const kinds = Object.keys(clause);
  if (kinds.length !== 1 || kinds[0] === undefined) return { why: 'filter_unknown', name };
  // A scripted field's values are worked out by a script, which no search is allowed.
  if ('script' in clause) return { why: 'filter_scripted', name };
  const not = meta?.negate ? ({ not: true } as const) : {};
  const known = knownFilter(clause);
  if (known) return { ...known, ...not };
  const label = meta?.alias ? { name: meta.alias } : {};
  return { op: 'dsl', dsl: JSON.stringify(modern(clause)), ...label, ...not };
}

/** Filters of old have their clause beside `meta`. */
function beside(filter: Clause): Clause {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !NO_CLAUSES.has(key)));
}

function knownFilter(clause: Clause): Filter | undefined {
  const { bool, exists } = clause;
  if (isObject(exists) && isOnly(exists, ['field']) && typeof exists.field === 'string') {
    return { op: 'exists', field: exists.field };
  }
  const phrase = phraseOf(clause);
  if (phrase) return { op: 'is', ...phrase };
  if (isObject(clause.range)) return rangeOf(clause.range);
  if (!isObject(bool) || !isOnly(bool, ['should', 'minimum_should_match']) || !Array.isArray(bool.should))
    return undefined;
  if (bool.minimum_should_match !== undefined && Number(bool.minimum_should_match) !== 1) return undefined;
  const phrases = bool.should.map((one) => (isObject(one) ? phraseOf(one) : undefined));
  const field = phrases[0]?.field;
  const values = phrases.flatMap((one) => (one && one.field === field ? [one.value] : []));
  if (field === undefined || values.length !== phrases.length) return undefined;
  return { op: 'one_of', field, values };
}

/** `match_phrase`, or the `match` of type phrase that it was once. */
function phraseOf(clause: Clause): { field: string; value: string } | undefined {
  const { match_phrase, match } = clause;
  const body = isObject(match_phrase) ? match_phrase : isObject(match) ? match : undefined;
  if (!body || Object.keys(clause).length !== 1) return undefined;
  const [[field, said] = ['', undefined], ...more] = Object.entries(body);
  if (more.length > 0 || field === '') return undefined;
  const value = isObject(said) ? said.query : said;
  if (isObject(said) && !isOnly(said, ['query', 'type'])) return undefined;
  const isPhrase = isObject(match_phrase) || (isObject(said) && said.type === 'phrase');
  return isPhrase && isPlain(value) ? { field, value: String(value) } : undefined;
}

/** Both ends in it, of plain values: whatever else a range may say is left to DSL. */
function rangeOf(range: Clause): Filter | undefined {
  const [[field, bounds] = ['', undefined], ...more] = Object.entries(range);
  if (more.length > 0 || !isObject(bounds) || !isOnly(bounds, ['gte', 'lte'])) return undefined;
  const { gte, lte } = bounds;
  // Other texts may be dates, whose own format counts.
  if (![gte, lte].every((bound) => bound === undefined || /^-?\d+(?:\.\d+)?$/.test(String(bound)))) return undefined;
  if (gte === undefined && lte === undefined) return undefined;
  return {
    ...{ op: 'between', field },
    ...(gte === undefined ? {} : { from: String(gte) }),
    ...(lte === undefined ? {} : { to: String(lte) }),
  };
}

/** A clause that OpenSearch has given up, as the one that took its place. */
function modern(clause: Clause): Clause {
  const { missing } = clause;
  if (isObject(missing)) return { bool: { must_not: [{ exists: { field: missing.field } }] } };
  const phrase = phraseOf(clause);
  return phrase ? { match_phrase: { [phrase.field]: phrase.value } } : clause;
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isOnly(body: Clause, names: readonly string[]): boolean {
  return Object.keys(body).every((name) => names.includes(name));
}

export function isObject(value: unknown): value is Clause {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
