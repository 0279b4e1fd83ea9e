import {
  DAY_OF_MONTH,
  HALF,
  HOUR,
  HOUR_OF_HALF,
  MINUTE,
  MONTH,
  NAMES,
  type Offset,
  type Part,
  SECOND,
  utf8,
  WEEKDAY,
  YEAR,
} from './parts.ts';

/** More parts that may be left out are more ways to write a date than are worth proving. */
const MOST_OPTIONAL = 8;

/** A pattern's parts, and whether its year is one of an era: those begin with 1. */
export type Pattern = { parts: readonly Part[]; ofEra: boolean };

/**
 * The parts of a pattern in Java's letters (`DateTimeFormatter`), or undefined where it has one whose reading is not
 * known to be the same, or does not come to one moment: a year of two digits, an hour of twelve without its half, a day
 * without its month.
 * @param options.own  three letters more, for OpenSearch's own formats: `F`, a fraction of any length, `G`, the same
 *   behind a point or a comma, and `z`, an offset in any form
 */
export function parsePattern(text: string, { own = false } = {}): Pattern | undefined {
  const parser = new PatternParser(text, own);
  const parts = parser.list(0);
  if (!parts || !parser.isDone || !isWhole(parser.fields) || !areApart(parts)) return undefined;
  return { parts, ofEra: parser.ofEra };
}

class PatternParser {
  readonly fields = new Set<number>();
  ofEra = false;
  #at = 0;
  #optional = 0;
  #hasFraction = false;
  #hasOffset = false;
  readonly #text: string;
  readonly #own: boolean;

  constructor(text: string, own: boolean) {
    this.#text = text;
    this.#own = own;
  }

  get isDone(): boolean {
    return this.#at === this.#text.length && (!this.#hasFraction || this.fields.has(SECOND));
  }

  /** Up to the end, or to the bracket that closes. */
  list(depth: number): Part[] | undefined {
    const parts: Part[] = [];
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at] as string;
      if (sign === ']') return depth > 0 ? parts : undefined;
      const part = this.#part(sign, depth);
      if (!part) return undefined;
      const before = parts.at(-1);
      if (part.kind === 'literal' && before?.kind === 'literal')
        parts[parts.length - 1] = { kind: 'literal', bytes: Uint8Array.from([...before.bytes, ...part.bytes]) };
      else parts.push(part);
    }
    return depth > 0 ? undefined : parts;
  }

  #part(sign: string, depth: number): Part | undefined {
    if (sign === '[') return this.#bracket(depth);
    if (sign === "'") return this.#quoted();
    if (/[A-Za-z]/.test(sign)) return this.#letters(sign);
    if (/[{}#\\]/.test(sign)) return undefined;
    const literal = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#at += literal.length;
    return { kind: 'literal', bytes: utf8(literal) };
  }

  #bracket(depth: number): Part | undefined {
    this.#at += 1;
    this.#optional += 1;
    const inner = this.#optional > MOST_OPTIONAL ? undefined : this.list(depth + 1);
    this.#at += 1;
    const [first, ...rest] = inner ?? [];
    return first && { kind: 'optional', first, rest };
  }

  #quoted(): Part | undefined {
    const [whole, inner = ''] = /^'((?:[^']|'')*)'/.exec(this.#text.slice(this.#at)) ?? [];
    // In JSON a backslash is two bytes.
    if (whole === undefined || inner.includes('\\')) return undefined;
    this.#at += whole.length;
    return { kind: 'literal', bytes: utf8(inner === '' ? "'" : inner.replaceAll("''", "'")) };
  }

  #letters(letter: string): Part | undefined {
    const from = this.#at;
    while (this.#text[this.#at] === letter) this.#at += 1;
    const count = this.#at - from;
    const part = (this.#own && ownPart(letter)) || javaPart(letter, count);
    return part && this.#isFirst(part, letter) ? part : undefined;
  }

  /** Each part of a date once: what two that differ would mean is not for us to say. */
  #isFirst(part: Part, letter: string): boolean {
    if (part.kind === 'number' || part.kind === 'names') {
      if (this.fields.has(part.field)) return false;
      this.fields.add(part.field);
      if (letter === 'y') this.ofEra = true;
      return true;
    }
    const isFirst = part.kind === 'fraction' ? !this.#hasFraction : !this.#hasOffset;
    if (part.kind === 'fraction') this.#hasFraction = true;
    else this.#hasOffset = true;
    return isFirst;
  }
}

const TWO_DIGITS: Record<string, number> = {
  ...{ M: MONTH, d: DAY_OF_MONTH, H: HOUR, h: HOUR_OF_HALF, m: MINUTE, s: SECOND },
};

const ANY_OFFSET: Offset = { hours: true, plain: true, colon: true, zulu: true };

const OFFSETS: Record<string, Offset> = {
  Z: { hours: false, plain: true, colon: false, zulu: false },
  ZZ: { hours: false, plain: true, colon: false, zulu: false },
  ZZZ: { hours: false, plain: true, colon: false, zulu: false },
  X: { hours: true, plain: true, colon: false, zulu: true },
  XX: { hours: false, plain: true, colon: false, zulu: true },
  XXX: { hours: false, plain: false, colon: true, zulu: true },
  x: { hours: true, plain: true, colon: false, zulu: false },
  xx: { hours: false, plain: true, colon: false, zulu: false },
  xxx: { hours: false, plain: false, colon: true, zulu: false },
};

function ownPart(letter: string): Part | undefined {
  if (letter === 'F') return { kind: 'fraction', min: 1, max: 9 };
  if (letter === 'G') return { kind: 'fraction', min: 1, max: 9, marked: true };
  return letter === 'z' ? { kind: 'offset', forms: ANY_OFFSET } : undefined;
}

function javaPart(letter: string, count: number): Part | undefined {
  const field = TWO_DIGITS[letter];
  if (field !== undefined && count <= 2) return { kind: 'number', field, min: count, max: 2 };
  if (letter === 'y' || letter === 'u')
    return count === 4 ? { kind: 'number', field: YEAR, min: 4, max: 4 } : undefined;
  if (letter === 'S') return count <= 9 ? { kind: 'fraction', min: count, max: count } : undefined;
  const forms = OFFSETS[letter.repeat(count)];
  if (forms) return { kind: 'offset', forms };
  if (letter === 'a' && count === 1) return namesPart(HALF, NAMES.halves, 0);
  if (letter === 'M' && count <= 4) return namesPart(MONTH, count === 3 ? NAMES.shortMonths : NAMES.months, 1);
  if (letter === 'E' && count <= 4) return namesPart(WEEKDAY, count < 4 ? NAMES.shortWeekdays : NAMES.weekdays, 0);
  return undefined;
}

function namesPart(field: number, names: readonly string[], first: number): Part {
  return { kind: 'names', field, names: names.map(utf8), first };
}

/** Whether the fields come to a day, or to a moment, with nothing left out between. */
function isWhole(fields: ReadonlySet<number>): boolean {
  const has = (...wanted: number[]) => wanted.every((field) => fields.has(field));
  const ofHalf = has(HALF) || has(HOUR_OF_HALF);
  if (!has(HOUR) && !ofHalf) return has(YEAR) && !has(MINUTE) && !has(SECOND);
  const isClock = ofHalf ? has(HALF, HOUR_OF_HALF) && !has(HOUR) : has(HOUR);
  return isClock && has(YEAR, MONTH, DAY_OF_MONTH) && (!has(SECOND) || has(MINUTE));
}

/** Whether it is clear where each part ends: nothing that may be a digit follows digits of no fixed number. */
function areApart(parts: readonly Part[], after: readonly Part[] = []): boolean {
  return parts.every((part, i) => {
    const following = [...parts.slice(i + 1), ...after];
    if (part.kind === 'optional') return areApart([part.first, ...part.rest], following);
    if (part.kind === 'literal' || part.kind === 'names') return true;
    const isFixed = part.kind !== 'offset' && part.min === part.max;
    return !mayBeginWithDigit(following, isFixed);
  });
}

/** @param onlyLiterals  numbers that follow do not count */
function mayBeginWithDigit([part, ...rest]: readonly Part[], onlyLiterals: boolean): boolean {
  if (!part) return false;
  if (part.kind === 'optional')
    return mayBeginWithDigit([part.first], onlyLiterals) || mayBeginWithDigit(rest, onlyLiterals);
  if (part.kind === 'literal') return /[0-9]/.test(String.fromCharCode(part.bytes[0] ?? 0));
  return !onlyLiterals && (part.kind === 'number' || (part.kind === 'fraction' && !part.marked));
}
