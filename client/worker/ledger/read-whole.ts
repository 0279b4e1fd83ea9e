import * as v from 'valibot';

/**
 * What lay in the browser, where the schema takes it and it says nothing besides: what a newer release has written may ask for
 * what this one does not know, and to go on without that would make another file. Undefined otherwise.
 */
export function readWhole<T>(schema: v.GenericSchema<unknown, T>, stored: unknown): T | undefined {
  const said = withoutUndefined(stored);
  const { success, output } = v.safeParse(schema, said);
  return success && saysNoMoreThan(said, output) ? (said as T) : undefined;
}

/** The schema, refusing what says more than it: a newer release may ask for what this one does not know. */
export function wholeOf<S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    v.custom<v.InferInput<S>>((stored) => readWhole(schema, stored) !== undefined),
    schema,
  );
}

/** A member that is undefined says nothing, and lies in the browser all the same. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isPlain(value)) return value;
  const said = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(said.map(([key, one]) => [key, withoutUndefined(one)]));
}

/** Whether all that `stored` holds is in `read` as well: schemas leave out what they do not know. */
function saysNoMoreThan(stored: unknown, read: unknown): boolean {
  if (!isPlain(stored) || !isPlain(read)) return true;
  return Object.entries(stored).every(([key, value]) => Object.hasOwn(read, key) && saysNoMoreThan(value, read[key]));
}

/** An array, or an object that is nothing but its members. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
