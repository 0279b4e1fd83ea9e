import { parseDql } from '../../shared/dql/parse.ts';
import { conditionsOf, type DqlLiteral, type DqlNode, isAnything, nameWithin } from '../../shared/dql/tree.ts';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_FIELD_CHARS } from '../../shared/limits.ts';
import { asPhrase } from '../../shared/lucene/words.ts';
import { askedWithin, type NestedField } from '../../shared/nested.ts';
import { MAX_LIST, MAX_OPTION } from './checks.ts';
import { countsBack, onTheTime, rangeOn } from './comparisons.ts';
import { faultWords } from './dql-words.ts';

/** Patterns of fields: each stands for any number of them. */
const MAX_PATTERNS = 64;
/** `unsigned_long` ends here. OpenSearch finds nothing below it (seen in 3.8). */
const LARGEST = '18446744073709551615';
/** Objects within each other, five times as many as OpenSearch's mappings have by default. */
const MAX_LEVELS = 100;

type Clause = Record<string, unknown>;
/** What is known of the fields. `placed`: how they are nested; `dates`: those compared with a time before 1970. */
type Known = { placed?: readonly NestedField[] | undefined; dates?: readonly string[] | undefined };
type Around = { placed: ReadonlyMap<string, NestedField>; dates: ReadonlySet<string>; spent: Spent; path?: string };
/** Clauses so far: a pattern is one for each path that it means. */
type Spent = { clauses: number };
type Is = Extract<DqlNode, { kind: 'is' }>;
type Range = Extract<DqlNode, { kind: 'range' }>;

/** Where in the DQL a clause was made of. */
const places = new WeakMap<object, number>();

/** DQL as a tree. @throws query_invalid with the fault's place */
export function dqlTree(dql: string): DqlNode {
  const { tree, fault } = parseDql(dql);
  if (!tree) throw new SluiceError('query_invalid', faultWords(fault), { position: fault.at });
  assertBounded(tree);
  return tree;
}

/** As much as OpenSearch is asked at most, before anything is worked out of it: names are put together with all paths around them. */
function assertBounded(tree: DqlNode): void {
  const { conditions, paths } = conditionsOf(tree);
  const last = conditions[MAX_LIST.clauses];
  if (last) {
    const reason = `The query has too many conditions: ${MAX_LIST.clauses} are allowed.`;
    throw new SluiceError('query_invalid', reason, { position: last.node.value.from });
  }
  for (const { name, at: path } of paths) {
    // What is asked of any field in it is asked of a pattern, which reads `^` as a boost.
    if (name.includes('^') || !isName(name, MAX_OPTION)) throw noName(path);
  }
  const patterns = new Set<string>();
  for (const { name, node } of conditions) {
    if (node.kind === 'range' && node.op === 'lt' && node.value.text === LARGEST) throw belowLargest(node.value);
    if (!isName(name, MAX_FIELD_CHARS) || (node.field?.parts && name.includes('^'))) throw noName(node.field);
    if (node.field?.parts) patterns.add(name);
    if (patterns.size > MAX_PATTERNS) {
      const reason = `The query has too many patterns of fields: ${MAX_PATTERNS} are allowed.`;
      throw new SluiceError('query_invalid', reason, { position: node.field?.from });
    }
  }
}

function belowLargest({ from }: DqlLiteral): SluiceError {
  const reason = `OpenSearch finds nothing below ${LARGEST}. Write <= 18446744073709551614.`;
  return new SluiceError('query_invalid', reason, { position: from });
}

function isName(name: string, most: number): boolean {
  return name !== '' && name.length <= most && name.split('.').length <= MAX_LEVELS;
}

function noName(at: DqlLiteral | undefined): SluiceError {
  return new SluiceError('query_invalid', 'This cannot be the name of a field.', { position: at?.from });
}

/**
 * DQL as a clause, as Dashboards would ask it; but numbers are asked as they are written, each digit of them, and a field in
 * nested objects is found also where the query does not say that it is nested.
 * @throws query_invalid with the fault's place
 */
export function dqlClause(dql: string, { placed = [], dates = [] }: Known = {}): Clause {
  const byName = new Map(placed.map((one) => [one.field, one]));
  return clauseOf(dqlTree(dql), { placed: byName, dates: new Set(dates), spent: { clauses: 0 } });
}

/** Where in the DQL something of a query was written: the nearest place on the way there. */
export function placeInDql(query: unknown, path: readonly (string | number)[]): number | undefined {
  let place: number | undefined;
  let inner: unknown = query;
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null) break;
    place = places.get(inner) ?? place;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return (typeof inner === 'object' && inner !== null ? places.get(inner) : undefined) ?? place;
}

function clauseOf(node: DqlNode, around: Around): Clause {
  switch (node.kind) {
    case 'all':
      return { match_all: {} };
    case 'and':
      return joined(node.nodes, around, (must) => ({ must }));
    case 'or':
      return joined(node.nodes, around, (should) => ({ should, minimum_should_match: 1 }));
    case 'not':
      return joined([node.node], around, (must_not) => ({ must_not }));
    case 'nested':
      return nestedClause(node, around);
    case 'is':
      return at(
        node.value,
        within(node.field, around, (name) => isClause(node, name, around)),
      );
    case 'range':
      return at(
        node.value,
        within(node.field, around, (name) => rangeClause(node, name, around)),
      );
  }
}

function joined(nodes: readonly DqlNode[], around: Around, bool: (clauses: Clause[]) => Clause): Clause {
  const clauses = nodes.map((one) => clauseOf(one, around));
  const [first] = clauses;
  const clause = { bool: bool(clauses) };
  places.set(clause, (first && places.get(first)) ?? 0);
  return clause;
}

function at(place: DqlLiteral, clause: Clause): Clause {
  places.set(clause, place.from);
  return clause;
}

/** In an index that has an object of that name which is not nested, it is one object, and its fields are asked as they are. */
function nestedClause({ path, node }: Extract<DqlNode, { kind: 'nested' }>, around: Around): Clause {
  const name = nameWithin(around.path, path);
  const own = around.placed.get(name)?.paths.find((one) => one.path === name);
  const isPlain = own?.indices !== undefined;
  const known: NestedField = { field: name, paths: [own ?? { path: name }], ...(isPlain ? { plain: true } : {}) };
  return at(path, askedWithin(known, clauseOf(node, { ...around, path: name })));
}

/** A condition in each place where the field's values are, but for the objects that the query itself is in already. */
function within(field: DqlLiteral | undefined, around: Around, ask: (name: string) => Clause): Clause {
  const { placed, path } = around;
  const name = field ? nameWithin(path, field) : path === undefined ? '' : `${path}.*`;
  const found = field && placed.get(name);
  const paths = found?.paths.filter((one) => path === undefined || one.path.startsWith(`${path}.`)) ?? [];
  const plain = found?.plain || paths.length < (found?.paths.length ?? 0);
  assertFew(around.spent, { clauses: Math.max(1, paths.length), at: field });
  return paths.length === 0 ? ask(name) : askedWithin({ field: name, paths, plain }, ask(name));
}

/** As many as OpenSearch is asked at most, before they are made. */
function assertFew(spent: Spent, { clauses, at: place }: { clauses: number; at: DqlLiteral | undefined }): void {
  spent.clauses += clauses;
  if (spent.clauses <= MAX_LIST.clauses) return;
  const reason = `The query has too many conditions, as its patterns mean fields in many nested objects: ${MAX_LIST.clauses} are allowed.`;
  throw new SluiceError('query_invalid', reason, { position: place?.from });
}

/** @param name  of the field; '' any */
function isClause({ field, value }: Is, name: string, { dates }: Around): Clause {
  const isAny = name === '' || (name === '*' && field?.parts !== undefined);
  const isPattern = !isAny && (field?.parts !== undefined || field === undefined);
  if (isAnything(value)) return isAny ? { match_all: {} } : { exists: { field: name } };
  const lenient = { lenient: true };
  if (value.parts) {
    const query = value.parts.map(asWords).join('*');
    if (isAny) return { query_string: { query, ...lenient } };
    return { query_string: isPattern ? { query, fields: [name], ...lenient } : { query, default_field: name } };
  }
  const query = value.text;
  if (dates.has(name) && countsBack(query)) return onTheTime(name, query);
  if (isAny || isPattern) {
    const fields = isPattern ? { fields: [name] } : {};
    return { multi_match: { query, ...fields, type: value.quoted ? 'phrase' : 'best_fields', ...lenient } };
  }
  return { [value.quoted ? 'match_phrase' : 'match']: { [name]: { query } } };
}

/** Of words in a query string, each sign and operator as itself; white space parts them, as in a match. */
function asWords(text: string): string {
  return text.replace(/[-+=!(){}[\]^"~*?:\\/<>&|]/g, '\\$&').replace(/(^|\s)(?=(?:AND|OR|NOT|TO)(?:\s|$))/g, '$1\\');
}

function rangeClause({ field, op, value }: Range, name: string, { dates }: Around): Clause {
  const bound = value.text;
  if (!field.parts) return rangeOn(name, { [op]: bound }, { isDate: dates.has(name) });
  const end = asPhrase(bound);
  const ranges = { gt: `{${end} TO *}`, gte: `[${end} TO *}`, lt: `{* TO ${end}}`, lte: `{* TO ${end}]` };
  return { query_string: { query: ranges[op], fields: [name], lenient: true } };
}
