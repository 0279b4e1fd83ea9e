import { isLosslessNumber, parse, stringify } from 'lossless-json';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_ORDER_FIELDS } from '../../shared/order.ts';

const valueSchema = v.union([
  v.string(),
  v.boolean(),
  v.null(),
  v.custom<{ valueOf(): unknown }>((value) => isLosslessNumber(value)),
]);
const placeSchema = v.object({
  /** Among the rows that lack so many of the fields sorted by, from the first on, and have the next. */
  lacking: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_ORDER_FIELDS)),
  /** The sort values of the last row given; none: before the first. */
  values: v.pipe(v.array(valueSchema), v.maxLength(2 * MAX_ORDER_FIELDS + 2)),
});

/**
 * Where the next page begins, as the client carries it. It holds sort values only, each digit for digit, and is no
 * capability: whoever sends it searches with rights of their own. So it is not sealed.
 */
export type Place = { lacking: number; values: readonly unknown[] };

export function writePlace(place: Place): string {
  return stringify(place) ?? '';
}

/**
 * @param fields how many fields the rows are sorted by
 * @param keys  how many sort values a row has that lacks so many of them
 * @throws bad_request
 */
export function readPlace(text: string, of: { fields: number; keys: (lacking: number) => number }): Place {
  const place = v.safeParse(placeSchema, parsed(text));
  if (place.success && place.output.lacking <= of.fields) {
    if ([0, of.keys(place.output.lacking)].includes(place.output.values.length)) return place.output;
  }
  throw new SluiceError('bad_request', 'This is no place in the search’s rows. Search again.');
}

/** With `lacking` as a number of the runtime's; sort values stay as they are written. */
function parsed(text: string): unknown {
  try {
    const place = parse(text);
    if (typeof place !== 'object' || place === null || !('lacking' in place)) return undefined;
    const { lacking } = place;
    return { ...place, lacking: isLosslessNumber(lacking) ? Number(lacking.toString()) : lacking };
  } catch {
    return undefined;
  }
}
