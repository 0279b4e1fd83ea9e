import { makeOffsetAt } from '../../shared/time-zone.ts';
import type { Access } from '../auth/accounts.ts';
import { shapeOf } from '../expression/date-math.ts';
import { partsOf } from '../expression/expression.ts';
import { concreteIndices } from './field-caps.ts';

/**
 * The expression with date math put as the names that it means now: an export asks for hours, past midnight too. Each name
 * is taken only where it leads to the same indices as the date math itself.
 * @throws forbidden, index_not_found, opensearch_*
 */
export async function withNamesFixed(
  access: Access,
  expression: string,
  at: { now: Date; signal: AbortSignal },
): Promise<string> {
  const parts = partsOf(expression);
  if (!parts.some(({ dateMath }) => dateMath)) return expression;
  const fixed = parts.map(async ({ text, excluded, dateMath }) => {
    const name = dateMath ? nameAt(text, at.now) : undefined;
    if (name === undefined) return excluded ? `-${text}` : text;
    const [meant, named] = await Promise.all(
      [text, name].map((one) => concreteIndices(access, one, at.signal).catch(() => [])),
    );
    return meant?.join() === named?.join() ? name : text;
  });
  return (await Promise.all(fixed)).join(',');
}

type Wall = { date: Date };

/**
 * The name that date math means at a moment: OpenSearch's own reading of it, for the formats that are told apart below.
 * @returns undefined for a format of weeks or days of the year, and for what is no date math
 */
export function nameAt(text: string, now: Date): string | undefined {
  if (shapeOf(text) === undefined) return undefined;
  let name = '';
  for (const [piece] of text.slice(1, -1).matchAll(/\{[^{}]*(?:\{[^{}]*\})?\}|[^{}]+/g)) {
    const part = piece.startsWith('{') ? filled(piece, now) : piece;
    if (part === undefined) return undefined;
    name += part;
  }
  return name;
}

function filled(placeholder: string, now: Date): string | undefined {
  const [, math = '', format = 'uuuu.MM.dd', zone = 'UTC'] =
    /^\{([^{}]+)(?:\{([^{}|]+)(?:\|([^{}|]+))?\})?\}$/.exec(placeholder) ?? [];
  const wall = { date: wallTime(now, zone) };
  for (const [, sign, amount, unit, rounding] of math.matchAll(/([-+])(\d*)([yMwdhHms])|\/([yMwdhHms])/g)) {
    if (rounding !== undefined) roundDown(wall, rounding);
    else add(wall, (sign === '-' ? -1 : 1) * Number(amount || 1), unit ?? '');
  }
  const runs = format.match(/([a-zA-Z])\1*|[-._]/g) ?? [];
  const parts = runs.map((run) => (/[a-zA-Z]/.test(run) ? numberOf(run, wall.date) : run));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

/** The zone's clock, in the fields of UTC. */
function wallTime(now: Date, zone: string): Date {
  return new Date(now.getTime() + makeOffsetAt(zone)(now.getTime()));
}

function add({ date }: Wall, amount: number, unit: string): void {
  const ms = { w: 7 * 86_400_000, d: 86_400_000, h: 3_600_000, H: 3_600_000, m: 60_000, s: 1000 }[unit];
  if (ms !== undefined) {
    date.setTime(date.getTime() + amount * ms);
    return;
  }
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
}

function roundDown({ date }: Wall, unit: string): void {
  if (unit === 'y') date.setUTCMonth(0);
  if ('yM'.includes(unit)) date.setUTCDate(1);
  if (unit === 'w') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if ('yMwd'.includes(unit)) date.setUTCHours(0);
  if ('yMwdhH'.includes(unit)) date.setUTCMinutes(0);
  if ('yMwdhHm'.includes(unit)) date.setUTCSeconds(0);
  date.setUTCMilliseconds(0);
}

function numberOf(run: string, date: Date): string | undefined {
  const year = date.getUTCFullYear();
  const field = {
    ...{
      yyyy: year,
      uuuu: year,
      yy: year % 100,
      uu: year % 100,
      MM: date.getUTCMonth() + 1,
      M: date.getUTCMonth() + 1,
    },
    ...{ dd: date.getUTCDate(), d: date.getUTCDate(), HH: date.getUTCHours(), H: date.getUTCHours() },
    ...{ mm: date.getUTCMinutes(), m: date.getUTCMinutes(), ss: date.getUTCSeconds(), s: date.getUTCSeconds() },
  }[run];
  return field === undefined ? undefined : String(field).padStart(run.length, '0');
}
