import { SluiceError } from '../../shared/errors.ts';
import { TOO_MANY_VALUES } from '../../shared/filter.ts';
import { isNumberValue } from '../../shared/json/number.ts';
import { MAX_LIST_VALUES } from '../../shared/limits.ts';

/**
 * The pieces that `rules.ts` says with what a query may hold. Each takes what is known to be good and refuses all
 * else: a key that OpenSearch has and that is not named there never reaches it.
 */

/** What a walk through a query adds up, and what waits for its turn: a level after the other, so that no depth is a recursion's. */
export type Walk = {
  /** Regular expressions, scripts, and patterns that begin with a wildcard may be in it. */
  readonly dear: boolean;
  next: { value: unknown; path: Path; check: Check }[];
  /** Characters that may be one off, over all terms and fields. */
  fuzzyChars: number;
  readonly visit?: ((kind: string, body: Record<string, unknown>) => void) | undefined;
};
/** Names and numbers from the query's root to a value. */
export type Path = readonly (string | number)[];
export type Spot = { walk: Walk; path: Path };
/** @throws QueryRefused */
export type Check = (value: unknown, spot: Spot) => void;
type Keys = Readonly<Record<string, Check>>;

/** A query that is not let through: where in it, and where in that text, in characters from 0. */
export class QueryRefused extends SluiceError {
  readonly path: Path;

  constructor(message: string, path: Path, position?: number) {
    super('query_invalid', message, { position });
    this.path = path;
  }
}

/** The most that one list of values, of clauses or of fields holds. */
export const MAX_LIST = { values: MAX_LIST_VALUES, clauses: 1024, fields: 1024 } as const;
/** A format, an analyzer's name, a unit: what is no value of a field. Characters. */
export const MAX_OPTION = 256;

export const isScalar = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || isNumberValue(value);

/** A field's value: text, number, truth, null. */
export const scalar: Check = (value, { path }) => {
  if (!isScalar(value)) throw new QueryRefused(`“${nameOf(path)}” takes one value.`, path);
};

/** What says how to search, and is no value of a field. */
export const option: Check = (value, spot) => {
  scalar(value, spot);
  if (typeof value !== 'string' || value.length <= MAX_OPTION) return;
  throw new QueryRefused(`“${nameOf(spot.path)}” is too long: ${MAX_OPTION} characters are allowed.`, spot.path);
};

/** A number no larger than `most`; OpenSearch reads a text of digits as one too. */
export const atMost =
  (most: number): Check =>
  (value, spot) => {
    option(value, spot);
    if (Number(String(value)) <= most) return;
    throw new QueryRefused(`“${nameOf(spot.path)}” is ${most} at most here.`, spot.path);
  };

/** Text of no more than so many characters. */
export const textUpTo =
  (most: number): Check =>
  (value, spot) => {
    scalar(value, spot);
    if (String(value).length <= most) return;
    throw new QueryRefused(`“${nameOf(spot.path)}” is too long: ${most} characters are allowed.`, spot.path);
  };

export const list =
  (check: Check, most: number = MAX_LIST.values): Check =>
  (value, { walk, path }) => {
    if (!Array.isArray(value)) throw new QueryRefused(`The values of “${nameOf(path)}” are a list.`, path);
    if (value.length > most) {
      const reason = most === MAX_LIST_VALUES ? TOO_MANY_VALUES : `A list holds ${most} values at most.`;
      throw new QueryRefused(reason, path);
    }
    value.forEach((one, i) => {
      check(one, { walk, path: [...path, i] });
    });
  };

export const oneOrMany =
  (check: Check, most: number = MAX_LIST.values): Check =>
  (value, spot) =>
    Array.isArray(value) ? list(check, most)(value, spot) : check(value, spot);

/** An object with these keys and no others; `others` checks what has a name of its own, such as a field. */
export const object =
  (keys: Keys, others?: Check): Check =>
  (value, { walk, path }) => {
    for (const [name, one] of Object.entries(objectOf(value, path))) {
      const check = (Object.hasOwn(keys, name) ? keys[name] : undefined) ?? others;
      if (!check)
        throw new QueryRefused(`“${name.slice(0, 40)}” is not allowed in “${nameOf(path)}” here.`, [...path, name]);
      check(one, { walk, path: [...path, name] });
    }
  };

export const all =
  (...checks: readonly Check[]): Check =>
  (value, spot) => {
    for (const check of checks) check(value, spot);
  };

/** Refused unless dear queries are allowed. */
export const dear =
  (check: Check): Check =>
  (value, spot) => {
    if (!spot.walk.dear) throw new QueryRefused(DEAR, spot.path);
    check(value, spot);
  };

export const DEAR = 'Regular expressions, scripts, and patterns that begin with a wildcard are switched off here.';

/** Has its turn with the level below. */
export const later =
  (check: Check): Check =>
  (value, { walk, path }) => {
    walk.next.push({ value, path, check });
  };

/** Anything, within so many levels: what a script is given, and nothing else. */
export const anything =
  (levels: number): Check =>
  (value, { walk, path }) => {
    if (isScalar(value)) return;
    if (levels === 0) throw new QueryRefused(`“${nameOf(path)}” is nested too deeply.`, path);
    for (const one of Object.values(value as object)) anything(levels - 1)(one, { walk, path });
  };

export function objectOf(value: unknown, path: Path): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberValue(value)) {
    return value as Record<string, unknown>;
  }
  throw new QueryRefused('The query is not one: a JSON object was expected.', path);
}

/** The last name on the way: what the person wrote. */
export function nameOf(path: Path): string {
  const name = path.findLast((step) => typeof step === 'string');
  return String(name ?? 'query').slice(0, 40);
}
