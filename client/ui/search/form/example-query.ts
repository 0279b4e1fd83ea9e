import { facetFields, facetName } from '../facets/facet-fields.ts';
import { knownFields } from '../fields/known-fields.ts';
import { nestedOf } from '../fields/nested-fields.ts';
import type { QueryLanguage } from '../languages/languages.ts';
import type { Found } from '../state/create-search.ts';
import { cellsOf } from '../values/cells.ts';

type Pair = { readonly field: string; readonly value: string };

const LOOKED_AT = 50;
/** Names and values that no language wants in quotes. */
const PLAIN_NAME = /^[A-Za-z_@][\w.@]*$/;
const PLAIN_VALUE = /^(?!(?:and|or|not|to)$)[\p{L}\p{N}_]{1,20}$/iu;
const PLAIN_NUMBER = /^\d{1,6}(?:\.\d{1,2})?$/;
const NUMBERS = /^(?:byte|short|integer|long|half_float|float|double|scaled_float)$/;

/** A query that meets rows of this index, as it is written in a language; undefined where its rows have nothing to make one of. */
export function exampleQuery(found: Pick<Found, 'fields' | 'hits'>, language: QueryLanguage): string | undefined {
  const word = wordIn(found);
  if (language === 'dsl') return word && `{ "term": { "${word.field}": "${word.value}" } }`;
  const number = numberIn(found);
  const isDql = language === 'dql';
  const parts = [
    ...(word ? [isDql ? `${word.field}: ${word.value}` : `${word.field}:${word.value}`] : []),
    ...(number ? [isDql ? `${number.field} >= ${number.value}` : `${number.field}:[${number.value} TO *]`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(isDql ? ' and ' : ' AND ');
}

/** The value that most of the first rows share, in the first field that rows share a value of. */
function wordIn({ fields, hits }: Pick<Found, 'fields' | 'hits'>): Pair | undefined {
  let any: Pair | undefined;
  for (const field of facetFields(fields, fields.length).shown) {
    const isWord = knownFields(fields).byName.get(field)?.type === 'keyword';
    if (!isWord || !PLAIN_NAME.test(field) || nestedOf(field, fields)) continue;
    const counts = new Map<string, number>();
    for (const value of valuesOf(facetName(field, fields), hits)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const [most] = [...counts].filter(([value]) => PLAIN_VALUE.test(value)).sort(([, a], [, b]) => b - a);
    if (!most) continue;
    any ??= { field, value: most[0] };
    if (most[1] > 1) return { field, value: most[0] };
  }
  return any;
}

function numberIn({ fields, hits }: Pick<Found, 'fields' | 'hits'>): Pair | undefined {
  for (const { name, type } of knownFields(fields).filterable) {
    if (!NUMBERS.test(type) || !PLAIN_NAME.test(name) || nestedOf(name, fields)) continue;
    const value = valuesOf(name, hits).find((text) => PLAIN_NUMBER.test(text));
    if (value !== undefined) return { field: name, value };
  }
  return undefined;
}

function valuesOf(path: string, hits: Found['hits']): string[] {
  return hits.slice(0, LOOKED_AT).flatMap((hit) => cellsOf(hit).get(path)?.text ?? []);
}
