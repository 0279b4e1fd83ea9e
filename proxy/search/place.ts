import { isLosslessNumber, parse, stringify } from 'lossless-json';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';

const valueSchema = v.union([
  v.string(),
  v.boolean(),
  v.null(),
  v.custom<{ valueOf(): unknown }>((value) => isLosslessNumber(value)),
]);
const placeSchema = v.object({
  /** Among the rows that lack the field sorted by. */
  lacking: v.boolean(),
  /** The sort values of the last row given; none: before the first. */
  values: v.pipe(v.array(valueSchema), v.maxLength(3)),
});

/**
 * Where the next page begins, as the client carries it. It holds sort values only, each digit for digit, and is no
 * capability: whoever sends it searches with rights of their own. So it is not sealed.
 */
export type Place = { lacking: boolean; values: readonly unknown[] };

export function writePlace(place: Place): string {
  return stringify(place) ?? '';
}

/**
 * @param keys how many values a row is sorted by; rows that lack the field sorted by have one less
 * @throws bad_request
 */
export function readPlace(text: string, keys: number): Place {
  const place = v.safeParse(placeSchema, parsed(text));
  const expected = place.success && place.output.lacking ? keys - 1 : keys;
  if (place.success && [0, expected].includes(place.output.values.length)) return place.output;
  throw new SluiceError('bad_request', 'This is no place in the search’s rows. Search again.');
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
