/** @param field  the field that is compared, where one is named. @returns the new bound, or undefined to leave it */
type Replace = (bound: string, field: string | undefined) => string | undefined;

/**
 * Lucene's grammar: what a term is made of, and both ways to write a range's end. An end without quotes holds no bracket
 * here, which no time has: so a text of brackets alone is gone through once and not once for each of them.
 */
const TERM = /(?:\\.|[^\s\u3000():^[\]"{}~\\/])+/suy;
/** A range's end. No time is nearly as long; without a bound, brackets upon brackets would be looked through over and over. */
const END = String.raw`"(?:\\.|[^"\\]){0,256}"|(?:\\.|[^\s\]}\\]){1,256}`;
const RANGE = new RegExp(String.raw`[[{]\s*(${END})\s+TO\s+(${END})\s*[\]}]`, 'suy');
const QUOTED = /"(?:\\.|[^"\\])*"/suy;
const PATTERN = /\/(?:\\.|[^/\\])*\//suy;

/**
 * A query string with other bounds in its ranges: `[a TO b]`, `{a TO b}`, and the terms `>a`, `>=a`, `<a`, `<=a`. A field
 * holds for what follows its colon, and for all of a group in parentheses.
 */
export function replaceBounds(text: string, replace: Replace): string {
  const groups: (string | undefined)[] = [];
  let field: string | undefined;
  let result = '';
  let i = 0;
  while (i < text.length) {
    const char = text[i] ?? '';
    const within = field ?? groups.at(-1);
    const range = matchAt(RANGE, text, i);
    const term = range ?? matchAt(TERM, text, i);
    const whole = term?.[0] ?? matchAt(QUOTED, text, i)?.[0] ?? matchAt(PATTERN, text, i)?.[0] ?? char;
    i += whole.length;
    if (!range && term && /^[\s\u3000]*:/u.test(text.slice(i))) {
      field = unescaped(whole.replace(/^[-+!]+/u, ''));
      const colon = text.indexOf(':', i) + 1;
      result += whole + text.slice(i, colon);
      i = colon;
      continue;
    }
    if (char === '(') groups.push(within);
    if (char === ')') groups.pop();
    if (!/[\s\u3000]/u.test(whole) || range) field = undefined;
    result += range ? inRange(range, within, replace) : inTerm(whole, within, replace);
  }
  return result;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function inRange(range: RegExpExecArray, field: string | undefined, replace: Replace): string {
  const [whole, from = '', to = ''] = range;
  const bounds = [from, to].map((end) => {
    const bound = unescaped(end.startsWith('"') ? end.slice(1, -1) : end);
    const other = replace(bound, field);
    return other === undefined ? end : `"${other.replace(/["\\]/g, '\\$&')}"`;
  });
  if (bounds[0] === from && bounds[1] === to) return whole;
  return `${whole[0]}${bounds.join(' TO ')}${whole.at(-1)}`;
}

function inTerm(term: string, field: string | undefined, replace: Replace): string {
  const [, sign, end] = /^([-+!]*[<>]=?)(.+)$/su.exec(term) ?? [];
  if (sign === undefined || end === undefined) return term;
  const other = replace(unescaped(end), field);
  return other === undefined ? term : sign + other.replace(/[:|/\\"&!(){}[\]^~*?\s]/g, '\\$&');
}

const unescaped = (text: string) => text.replace(/\\(.)/gsu, '$1');
