import { isTimeZone } from '../../shared/time-zone.ts';

/**
 * OpenSearch's date math in index names, `<logs-{now/d}>`, `<logs-{now/M{yyyy.MM|+0900}}*>`: less of it than OpenSearch
 * takes. Its formats may quote text, so that `<{now{'any-name'}}>` is any name, and signs may be escaped; here a format
 * is made of numbers, and a placeholder comes to digits with `.`, `-`, `_` and `+` between, the first of them no `.`.
 *
 * @param text  with its `<` and `>`
 * @returns what it comes to, with `*` for each placeholder; undefined where it is none
 */
export function shapeOf(text: string): string | undefined {
  if (!text.startsWith('<') || !text.endsWith('>')) return undefined;
  let shape = '';
  for (const [piece] of text.slice(1, -1).matchAll(/\{[^{}]*(?:\{[^{}]*\})?\}|[^{}]+|[{}]/g)) {
    const isPlaceholder = piece.startsWith('{');
    if (isPlaceholder ? !isTime(piece) : !STATIC.test(piece)) return undefined;
    // A pattern that begins with `*` would reach names that begin with a dot.
    if (shape === '' && !isPlaceholder && /^[-+_*]/.test(piece)) return undefined;
    shape += isPlaceholder ? '*' : piece;
  }
  return /^\.*$/.test(shape) ? undefined : shape;
}

/** What stands around placeholders: signs of index names, and `*`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STATIC = /^[^\u0000-\u0020\u007f/\\?#%"|:<>{},]+$/;

/** `{now…}`, with a format or none, and with that a time zone or none. */
function isTime(placeholder: string): boolean {
  const [, math = '', format, zone] = /^\{([^{}]+)(?:\{([^{}|]+)(?:\|([^{}|]+))?\})?\}$/.exec(placeholder) ?? [];
  return MATH.test(math) && (format === undefined || isFormat(format)) && (zone === undefined || isZone(zone));
}

const MATH = /^now(?:[-+]\d{0,4}[yMwdhHms]|\/[yMwdhHms]){0,8}$/;

const NUMBERS = new Set('yyyy yy uuuu uu YYYY YY MM M ww w e DDD D dd d HH H mm m ss s SSS'.split(' '));

/** Numbers only: names of months and days, and quoted text, could be anything. */
function isFormat(format: string): boolean {
  if (!/^[a-zA-Z]+(?:[-._][a-zA-Z]+)*$/.test(format)) return false;
  return Array.from(format.matchAll(/([a-zA-Z])\1*/g)).every(([run]) => NUMBERS.has(run));
}

/** Without a colon, which would name another cluster: `+0900`, `UTC`, `Asia/Seoul`. */
function isZone(zone: string): boolean {
  if (/^(?:Z|UTC|GMT|[-+](?:0\d|1[0-7])(?:[0-5]\d)?)$/.test(zone)) return true;
  return /^[A-Z]\w+(?:\/[A-Z][\w+-]*)+$/.test(zone) && isTimeZone(zone);
}
