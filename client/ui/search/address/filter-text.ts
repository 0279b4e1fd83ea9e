import * as v from 'valibot';
import { type Filter, filterSchema, isOnField } from '../../../../shared/filter.ts';

/**
 * A filter as the address has it: `origin:is:LAS`, `-origin:one_of:LAS,ATL`, `delay:between:60,` (an end left out is
 * open), `tail:exists`, `name:dsl:{…}`. A minus before it means not; a backslash before `:`, `,`, `\` and a first `-` makes them plain.
 */
export function writeFilter(filter: Filter): string {
  const field = escaped(titleOf(filter)).replace(/^-/, '\\-');
  return `${filter.not ? '-' : ''}${[field, filter.op, ...argumentOf(filter)].join(':')}`;
}

/** The field that it is on, or what DSL is called; empty where it has no name. */
export function titleOf(filter: Filter): string {
  return isOnField(filter) ? filter.field : (filter.name ?? '');
}

export function sameFilter(a: Filter, b: Filter | undefined): boolean {
  if (a === b) return true;
  if (!b || a.op !== b.op || titleOf(a) !== titleOf(b)) return false;
  // A list may be long.
  if (a.op !== 'one_of' || b.op !== 'one_of') return writeFilter(a) === writeFilter(b);
  const [ours, theirs] = [a.values, b.values];
  return !a.not === !b.not && ours.length === theirs.length && ours.every((value, i) => value === theirs[i]);
}

function argumentOf(filter: Filter): string[] {
  switch (filter.op) {
    case 'is':
      return [escaped(filter.value)];
    case 'one_of':
      return [filter.values.map(escaped).join(',')];
    case 'between':
      return [`${escaped(filter.from ?? '')},${escaped(filter.to ?? '')}`];
    case 'dsl':
      return [escaped(filter.dsl)];
    case 'exists':
      return [];
  }
}

function escaped(text: string): string {
  return text.replace(/[:,\\]/g, (sign) => `\\${sign}`);
}

/**
 * Reads one back. A text that is none becomes a condition on a field of that name, which no row meets: more rows than
 * were asked for would be worse than none, and the chip shows what stood there.
 */
export function readFilter(text: string): Filter {
  const not = text.startsWith('-');
  const [field = '', op = '', rest, ...more] = split(not ? text.slice(1) : text, ':');
  const filter = v.safeParse(filterSchema, {
    ...(op === 'dsl' ? { ...(field && { name: plain(field) }), op } : { field: plain(field), op }),
    ...(not ? { not } : {}),
    ...(more.length > 0 ? { op: '' } : partsOf(op, rest)),
  });
  return filter.success ? filter.output : { op: 'exists', field: text || '?' };
}

function partsOf(op: string, rest: string | undefined): object {
  if (rest === undefined) return {};
  const values = split(rest, ',').map(plain);
  if (op === 'is') return { value: plain(rest) };
  if (op === 'dsl') return { dsl: plain(rest) };
  if (op === 'one_of') return { values };
  const [from, to] = values;
  return { ...(from && { from }), ...(to && { to }) };
}

function plain(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** Parts the text at a sign that no backslash precedes. */
function split(text: string, sign: ':' | ','): string[] {
  const parts = [''];
  for (const piece of text.match(/\\.|[^\\]|\\$/gs) ?? []) {
    if (piece === sign) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}
