import type { Query, Sign, Values, Word } from './queries.ts';
import { FIELDS, type FieldKind, type Level, NESTED, type Type } from './rows.ts';

/**
 * Whether a row meets a query, by what the documentation of OpenSearch Dashboards and of OpenSearch's field types says of
 * it: written apart from what Sluice asks, and sharing nothing with it.
 * @throws Unreadable where a field cannot hold what it is compared with
 */
export class Unreadable extends Error {}

type At = { level: Level; path: string };

export function meets(query: Query, row: Level): boolean {
  return holds(query, { level: row, path: '' });
}

function holds(query: Query, at: At): boolean {
  switch (query.kind) {
    case 'and':
      return query.of.map((one) => holds(one, at)).every(Boolean);
    case 'or':
      return query.of.map((one) => holds(one, at)).some(Boolean);
    case 'not':
      return !holds(query.of, at);
    case 'nested': {
      const path = `${at.path}${query.path.parts.join('*')}.`;
      // Also where there is none, so that a fault is found whatever the rows hold.
      const objects = objectsAt(at, path);
      holds(query.of, { level: { held: {}, objects: {} }, path });
      return objects.map((level) => holds(query.of, { level, path })).some(Boolean);
    }
    case 'is':
      return is(query.field, query.value, at);
    case 'list':
      return ofValues(query.of, query.field, at);
    case 'range':
      return compared(query.field, at, (one, isLenient) => inRange(one, query.sign, query.value, isLenient));
  }
}

function ofValues(values: Values, field: Word, at: At): boolean {
  if (values.kind === 'value') return is(field, values.value, at);
  if (values.kind === 'not') return !ofValues(values.of, field, at);
  const each = values.of.map((one) => ofValues(one, field, at));
  return values.kind === 'and' ? each.every(Boolean) : each.some(Boolean);
}

function objectsAt({ level, path }: At, inner: string): readonly Level[] {
  const own = level.objects[inner];
  if (own) return own;
  const between = Object.entries(level.objects).filter(([one]) => one !== path && inner.startsWith(one));
  return between.flatMap(([one, all]) => all.flatMap((object) => objectsAt({ level: object, path: one }, inner)));
}

type One = { readonly kind: FieldKind; readonly values: readonly string[] };

function is(field: Word | undefined, value: Word, at: At): boolean {
  const isAnything = !value.quoted && value.parts.length > 1 && value.parts.every((part) => part === '');
  const name = field && at.path + field.parts.join('*');
  if (isAnything && (name === undefined || name === '*') && at.path === '') return true;
  if (isAnything) return compared(field, at, ({ values }) => values.length > 0);
  if (value.parts.length > 1) return compared(field, at, (one, isLenient) => likes(one, value.parts, isLenient));
  return compared(field, at, (one, isLenient) => equals(one, value, isLenient));
}

/** Whether a field that is meant meets it: one of the level, or of any object below, each by itself. */
function compared(field: Word | undefined, at: At, meets: (one: One, isLenient: boolean) => boolean): boolean {
  const isPattern = field !== undefined && !field.quoted && field.parts.length > 1;
  const parts = isPattern ? field.parts : [field?.parts.join('*') ?? ''];
  const pattern = new RegExp(`^${[at.path, ...parts].slice(1).map(escaped).join('.*')}$`, 'su');
  const isMeant = (name: string) =>
    name.startsWith(at.path) &&
    (field === undefined ? levelOf(name) === at.path : pattern.test(name.slice(at.path.length)));
  const names = Object.keys(FIELDS).filter(isMeant);
  return names
    .map((name) => {
      const kind = FIELDS[name];
      if (!kind) return false;
      const isLenient = isPattern || field === undefined;
      // With no value too, so that a fault is found.
      meets({ kind, values: [] }, isLenient);
      const within = levelOf(name);
      const levels = within === at.path ? [at.level] : objectsAt(at, within);
      return levels.map((level) => meets({ kind, values: level.held[name]?.values ?? [] }, isLenient)).some(Boolean);
    })
    .some(Boolean);
}

/** The nested objects that hold a field. */
function levelOf(name: string): string {
  return Object.keys(NESTED).reduce(
    (longest, path) => (name.startsWith(path) && path.length > longest.length ? path : longest),
    '',
  );
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const textIn = (json: string): string => (json.startsWith('"') ? JSON.parse(json) : json);
/** White space as Java has it: no-break spaces part no words. */
const tokensOf = (text: string) => text.split(/[ \t\n\r\u2003\u3000]+/).filter((token) => token !== '');

function likes({ kind, values }: One, parts: readonly string[], isLenient: boolean): boolean {
  if (kind.type !== 'keyword' && kind.type !== 'text') {
    if (isLenient) return false;
    throw new Unreadable('wildcards');
  }
  const pattern = new RegExp(`^${parts.map(escaped).join('.*')}$`, 'su');
  const texts = values.map(textIn);
  return (kind.type === 'text' ? texts.flatMap(tokensOf) : texts).some((text) => pattern.test(text));
}

function equals({ kind, values }: One, { quoted, parts: [text = ''] }: Word, isLenient: boolean): boolean {
  const texts = values.map(textIn);
  if (kind.type === 'keyword') return texts.includes(text);
  if (kind.type === 'text') {
    const asked = tokensOf(text);
    if (asked.length === 0) return false;
    return texts.map(tokensOf).some((own) => (quoted ? follows(own, asked) : asked.some((one) => own.includes(one))));
  }
  const met = exactly(kind.type, text, isLenient);
  return met !== undefined && texts.some(met);
}

function follows(own: readonly string[], asked: readonly string[]): boolean {
  return own.some((_, from) => asked.every((token, i) => own[from + i] === token));
}

function exactly(type: Type, text: string, isLenient: boolean): ((own: string) => boolean) | undefined {
  try {
    if (type === 'boolean') return booleanOf(text);
    if (type === 'ip') return netOf(text);
    if (type === 'date' || type === 'ms' || type === 'own') {
      const { from, to } = timesOf(type, text, false);
      return (own) => within(momentOf(type, own), from, to);
    }
    const asked = decimalOf(text, type);
    return (own) => compareDecimals(decimalOf(own, type), asked) === 0;
  } catch (thrown) {
    if (isLenient && thrown instanceof Unreadable) return undefined;
    throw thrown;
  }
}

function inRange({ kind, values }: One, sign: Sign, { parts: [text = ''] }: Word, isLenient: boolean): boolean {
  const texts = values.map(textIn);
  const { type } = kind;
  try {
    if (type === 'keyword') return texts.some((own) => signed(compareBytes(own, text), sign));
    if (type === 'text') return texts.flatMap(tokensOf).some((own) => signed(compareBytes(own, text), sign));
    if (type === 'ip') {
      const bound = addressOf(text);
      return texts.some((own) => signed(compareBytes(addressOf(own), bound), sign));
    }
    if (type === 'date' || type === 'ms' || type === 'own') {
      const { from, to } = timesOf(type, text, !isLenient);
      const end = sign === '>' || sign === '<=' ? to : from;
      return texts.some((own) => signed(Number(momentOf(type, own) - end), sign));
    }
    if (type === 'boolean') throw new Unreadable('boolean');
    const bound = decimalOf(text, type);
    return texts.some((own) => signed(compareDecimals(decimalOf(own, type), bound), sign));
  } catch (thrown) {
    if (isLenient && thrown instanceof Unreadable) return false;
    throw thrown;
  }
}

function signed(order: number, sign: Sign): boolean {
  if (sign === '>') return order > 0;
  if (sign === '>=') return order >= 0;
  return sign === '<' ? order < 0 : order <= 0;
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function booleanOf(text: string): (own: string) => boolean {
  if (text !== 'true' && text !== 'false') throw new Unreadable(text);
  return (own) => own === text;
}

/** A number as whole and hundred-quadrillionths, so that no digit is lost; a double is what it can hold. */
type Decimal = bigint;
const SCALE = 20;

function decimalOf(text: string, type: Type): Decimal {
  const [, minus, whole = '', part = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(\d+))?$/i.exec(text) ?? [];
  if (minus === undefined) throw new Unreadable(text);
  if (type === 'double') {
    const shown = Number(text).toString();
    if (shown !== text && shown !== '0' && !shown.includes('e')) return decimalOf(shown, 'double');
  }
  // As a double it is less than 0, and nothing is between.
  if (type === 'double' && minus === '-' && Number(text) === 0) return -1n;
  const digits = BigInt(whole + part.padEnd(SCALE + Number(power), '0').slice(0, SCALE + Number(power)));
  return minus === '-' ? -digits : digits;
}

const compareDecimals = (a: Decimal, b: Decimal) => (a < b ? -1 : a > b ? 1 : 0);

function addressOf(text: string): string {
  if (/^\d+(\.\d+){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256)) {
    return `${'00'.repeat(10)}ffff${text
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`;
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes('::')) throw new Unreadable(text);
  const [left = '', right = ''] = text.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':').map((group) => group.padStart(4, '0')));
  const missing = 8 - groups(left).length - groups(right).length;
  return [...groups(left), ...Array<string>(missing).fill('0000'), ...groups(right)].join('');
}

function netOf(text: string): (own: string) => boolean {
  const [address = '', bits] = text.split('/');
  const asked = addressOf(address);
  const digits = bits === undefined ? 32 : (address.includes('.') ? 96 + Number(bits) : Number(bits)) / 4;
  return (own) => addressOf(own).slice(0, digits) === asked.slice(0, digits);
}

const DAY = 86_400_000n;
const within = (one: bigint, from: bigint, to: bigint) => one >= from && one <= to;
/** Far later than any row's time but the latest. */
const NOW = BigInt(Date.UTC(2026, 10, 27));

function momentOf(type: Type, own: string): bigint {
  if (type === 'ms') return BigInt(own);
  return isoTime(type === 'own' ? `${own.replace(' ', 'T')}Z` : own).from;
}

type Times = { readonly from: bigint; readonly to: bigint };

/** The first and the last millisecond that a text stands for. @param isIsoToo  whatever the field's format, ISO is read */
function timesOf(type: Type, text: string, isIsoToo: boolean): Times {
  const isNow = text === 'now' || text === 'now-1d/d';
  if (isNow) return { from: NOW, to: NOW };
  const isDay = /^(\d{4}|[-+]\d{4,9})-\d\d-\d\d/.test(text) && !text.includes(' ');
  if (type === 'own') {
    if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) {
      const { from } = isoTime(`${text.replace(' ', 'T')}Z`);
      return { from, to: from };
    }
    if (!isIsoToo || !isDay) throw new Unreadable(text);
  }
  if (type === 'ms') {
    if (/^-?\d+$/.test(text)) return { from: BigInt(text), to: BigInt(text) };
    if (!isIsoToo || !isDay) throw new Unreadable(text);
  }
  const [base = '', math = ''] = text.split('||');
  return mathOn(isoTime(base), math);
}

function mathOn({ from, to }: Times, math: string): Times {
  if (math === '') return { from, to };
  if (math === '/d') return { from, to: from + DAY - 1n };
  if (math === '+1d') return { from: from + DAY, to: to + DAY };
  if (math === '-1d/d') return { from: from - DAY, to: from - 1n };
  if (math === '/M') return { from: BigInt(Date.UTC(2024, 4, 1)), to: BigInt(Date.UTC(2024, 5, 1)) - 1n };
  throw new Unreadable(math);
}

/** What is missing of a day is its end; of a year or a month it is the first day (OpenSearch's own words on `lte`). */
function isoTime(text: string): Times {
  const [, sign = '', year, month = '01', day = '01', hour, minute, second, part = ''] =
    /^([-+]?)(\d{4,9})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d)(?::(\d\d))?(?::(\d\d))?(?:\.(\d{3}))?)?Z?$/.exec(text) ?? [];
  if (year === undefined || (sign === '' && year.length > 4)) {
    if (/^-?\d+$/.test(text)) return { from: BigInt(text), to: BigInt(text) };
    throw new Unreadable(text);
  }
  const at = (h: string, m: string, s: string, ms: string) => {
    const moment = new Date(0);
    moment.setUTCFullYear(Number(`${sign}${year}`), Number(month) - 1, Number(day));
    moment.setUTCHours(Number(h), Number(m), Number(s), Number(ms));
    return BigInt(moment.getTime());
  };
  const from = at(hour ?? '00', minute ?? '00', second ?? '00', part || '000');
  const to = at(hour ?? '23', minute ?? '59', second ?? '59', part || '999');
  // As a number a year before the first is all of it.
  if (/^-\d+$/.test(text)) return { from, to: mathYear(text) - 1n };
  return { from, to };
}

function mathYear(text: string): bigint {
  const next = new Date(0);
  next.setUTCFullYear(Number(text) + 1, 0, 1);
  return BigInt(next.getTime());
}
