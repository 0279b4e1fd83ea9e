import * as v from 'valibot';

/**
 * A list whose length is looked at before its items are: one that is far too long costs no more to refuse than one that is a
 * little too long.
 */
export function listOf<T extends v.GenericSchema>(item: T, most: number, message = `At most ${most}.`) {
  return v.pipe(v.array(v.unknown()), v.maxLength(most, message), v.array(item));
}
