import type { Filter } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import { placedTokens } from '../../../../shared/lucene/placed.ts';
import { asWord, plainText, unescaped } from '../../../../shared/lucene/words.ts';
import { askedWithin } from '../../../../shared/nested.ts';
import { knownFields } from '../fields/known-fields.ts';
import { nestedOf } from '../fields/nested-fields.ts';
import { type QueryClause, queryTree } from '../query/query-tree.ts';
import { filterOf, oneFilterOf } from './clause-filter.ts';

/** A field that a query string names and does not look into. */
export function nestedFieldIn(query: string, fields: readonly Field[]): string | undefined {
  const tokens = placedTokens(query, { tolerant: true }).filter(({ kind }) => kind !== 'space');
  for (const [i, { isName, text }] of tokens.entries()) {
    if (!isName) continue;
    const named = unescaped(text);
    const asked = tokens[i + 2];
    const field = named === EXISTS && asked ? plainText(asked) : named;
    if (nestedOf(field, fields)) return field;
  }
  return undefined;
}

const EXISTS = '_exists_';

/** The same search where nested objects are looked into: the clauses as filters, and what is left of the query; or all as DSL. */
export type NestedRepair = { kind: 'filters'; q: string; filters: Filter[] } | { kind: 'dsl'; dsl: string };

/** @returns undefined for a query string that cannot be read, or needs nothing */
export function nestedRepairOf(query: string, fields: readonly Field[]): NestedRepair | undefined {
  const clauses = queryTree(query);
  if (!clauses?.some((clause) => isNested(clause, fields))) return undefined;
  return toFilters(query, clauses, fields) ?? { kind: 'dsl', dsl: toDsl(query, clauses, fields) };
}

function isNested(clause: QueryClause, fields: readonly Field[]): boolean {
  if (clause.body.kind === 'group') return clause.body.clauses.some((inner) => isNested(inner, fields));
  return nestedOf(fieldOf(clause) ?? '', fields) !== undefined;
}

/** The field that a clause asks about. */
function fieldOf({ field, body }: QueryClause): string | undefined {
  if (field !== EXISTS || body.kind === 'group') return field;
  const [name, ...more] = body.tokens;
  const isOne = more.length === 0 && (name?.kind === 'term' || name?.kind === 'quoted');
  return name && isOne ? plainText(name) : field;
}

/** Where each nested clause holds for every row of the result, and says what a filter can say. */
function toFilters(query: string, clauses: readonly QueryClause[], fields: readonly Field[]): NestedRepair | undefined {
  const [optional, ...more] = clauses.filter(({ occur }) => occur === 'should');
  const isRequired = more.length === 0 && !clauses.some(({ occur }) => occur === 'must');
  if (optional && !isRequired) return undefined;
  const filters: Filter[] = [];
  const left: string[] = [];
  for (const clause of clauses) {
    const not = clause.occur === 'must_not';
    const text = query.slice(clause.from, clause.to);
    if (!isNested(clause, fields)) left.push(not ? `NOT ${text}` : text);
    else {
      const filter = clause.body.kind === 'group' ? oneFilterOf(clause, fields) : filterIn(clause, fields);
      if (!filter) return undefined;
      filters.push(not ? { ...filter, not } : filter);
    }
  }
  return { kind: 'filters', q: left.join(' AND '), filters };
}

function filterIn(clause: QueryClause, fields: readonly Field[]): Filter | undefined {
  const field = fieldOf(clause);
  // A pattern of names is understood by query strings only.
  if (field === undefined || !knownFields(fields).byName.has(field)) return undefined;
  return clause.field === EXISTS ? { field, op: 'exists' } : filterOf({ ...clause, field }, fields);
}

type Clause = Record<string, unknown>;

/** The query string's pieces as they were typed, each asked where its field is. */
function toDsl(query: string, clauses: readonly QueryClause[], fields: readonly Field[]): string {
  return JSON.stringify(boolOf(query, clauses, fields), null, 2);
}

function boolOf(query: string, clauses: readonly QueryClause[], fields: readonly Field[]): Clause {
  const bool: Partial<Record<QueryClause['occur'], Clause[]>> = {};
  let run: QueryClause[] = [];
  const add = (occur: QueryClause['occur'], clause: Clause) => {
    bool[occur] = [...(bool[occur] ?? []), clause];
  };
  // Words beside each other are one question to the query string, and stay one.
  const flush = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last) add('should', textOf(query.slice(first.from, last.to), outerField(first, query)));
    run = [];
  };
  for (const clause of clauses) {
    if (clause.occur === 'should' && !isNested(clause, fields)) {
      run.push(clause);
      continue;
    }
    flush();
    add(clause.occur, clauseOf(query, clause, fields));
  }
  flush();
  return { bool };
}

function clauseOf(query: string, clause: QueryClause, fields: readonly Field[]): Clause {
  const { field, body, from, to } = clause;
  if (!isNested(clause, fields)) return textOf(query.slice(from, to), outerField(clause, query));
  if (body.kind === 'group') {
    const inner = boolOf(query, body.clauses, fields);
    return body.boost === '' ? inner : { bool: { must: [inner], boost: Number(body.boost) } };
  }
  const name = fieldOf(clause) ?? '';
  const asked =
    field === EXISTS ? { exists: { field: name } } : textOf(query.slice(from, to), outerField(clause, query));
  return askedWithin(nestedOf(name, fields), asked);
}

/** The field over a clause's brackets, where it names none itself. */
function outerField({ field, from, body }: QueryClause, query: string): string | undefined {
  if (field === undefined) return undefined;
  const first = body.kind === 'value' ? body.tokens[0]?.from : query.indexOf('(', from);
  return first === from ? field : undefined;
}

function textOf(text: string, field: string | undefined): Clause {
  return { query_string: { query: field === undefined ? text : `${asWord(field)}:(${text})` } };
}
