import { isLosslessNumber, LosslessNumber } from 'lossless-json';
import * as v from 'valibot';

/** A number in what lossless-json has parsed: it arrives as LosslessNumber, so that a value's digits stay as they are. */
export const numberSchema = v.pipe(
  v.instance(LosslessNumber),
  v.transform((number) => Number(number.value)),
);

/** A number as either parser gives it. */
export function isNumberValue(value: unknown): boolean {
  return typeof value === 'number' || isLosslessNumber(value);
}
