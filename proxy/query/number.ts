import { isLosslessNumber } from 'lossless-json';
import * as v from 'valibot';

/** Numbers arrive as LosslessNumber: a value's digits stay as they are. */
export const numberSchema = v.pipe(
  v.custom<{ valueOf(): unknown }>(isLosslessNumber),
  v.transform((number) => Number(number.valueOf())),
);

/** A number as either parser gives it. */
export function isNumberValue(value: unknown): boolean {
  return typeof value === 'number' || isLosslessNumber(value);
}
