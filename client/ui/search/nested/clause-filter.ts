import type { Filter } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import type { QueryToken } from '../../../../shared/lucene/tokens.ts';
import { comparisonOf, plainText, unescaped } from '../../../../shared/lucene/words.ts';
import { kindOf } from '../fields/field-kinds.ts';
import { knownFields } from '../fields/known-fields.ts';
import type { QueryClause } from '../query/query-tree.ts';

/** A clause of a query string on one field as a filter that means the same; undefined where there is none. */
export function filterOf({ field, body }: QueryClause, fields: readonly Field[]): Filter | undefined {
  if (field === undefined || body.kind === 'group') return undefined;
  const { tokens } = body;
  const [first] = tokens;
  if (first?.kind === 'range_open') return rangeOf(field, tokens);
  const isText = kindOf(knownFields(fields).byName.get(field)) === 'text';
  if (tokens.length > 1 && tokens.every(({ kind }) => kind === 'term') && !isText) {
    return { field, op: 'is', value: tokens.map(plainText).join(' ') };
  }
  // With `~` or `^` behind it, it is no filter's.
  if (!first || tokens.length > 1) return undefined;
  if (first.kind === 'star') return { field, op: 'exists' };
  if (first.kind === 'quoted') return { field, op: 'is', value: plainText(first) };
  if (first.kind !== 'term') return undefined;
  const compared = comparisonOf(first);
  if (compared) return boundOf(field, compared.sign, unescaped(compared.end));
  const value = plainText(first);
  // Of a text the query string would look for any of its words, a filter for all of them in order.
  const isOneWord = /^[\p{L}\p{N}]+$/u.test(value);
  return isOneWord || !isText ? { field, op: 'is', value } : undefined;
}

/** `field:(a)` and `field:(a OR b)`. */
export function oneFilterOf({ field, body }: QueryClause, fields: readonly Field[]): Filter | undefined {
  if (field === undefined || !knownFields(fields).byName.has(field)) return undefined;
  if (body.kind !== 'group' || body.boost !== '') return undefined;
  const values: string[] = [];
  for (const clause of body.clauses) {
    const filter = clause.occur === 'should' && clause.field === field ? filterOf(clause, fields) : undefined;
    if (filter?.op !== 'is') return undefined;
    values.push(filter.value);
  }
  const [value, ...more] = values;
  return value !== undefined && more.length === 0 ? { field, op: 'is', value } : { field, op: 'one_of', values };
}

/** A filter's ends are both in it. */
function boundOf(field: string, sign: string, value: string): Filter | undefined {
  if (value === '' || sign.length === 1) return undefined;
  return { field, op: 'between', ...(sign === '>=' ? { from: value } : { to: value }) };
}

function rangeOf(field: string, tokens: readonly QueryToken[]): Filter | undefined {
  const [open, low, to, high, close, ...more] = tokens;
  if (!low || !high || to?.kind !== 'to' || more.length > 0) return undefined;
  if (open?.text !== '[' || close?.text !== ']') return undefined;
  const [from, upTo] = [endOf(low), endOf(high)];
  if (from === '' && upTo === '') return { field, op: 'exists' };
  return { field, op: 'between', ...(from && { from }), ...(upTo && { to: upTo }) };
}

/** Empty where the range is open. */
function endOf(token: QueryToken): string {
  return token.text === '*' ? '' : plainText(token);
}
