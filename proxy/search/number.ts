import { isLosslessNumber } from 'lossless-json';
import * as v from 'valibot';

/** Numbers arrive as LosslessNumber: a value's digits stay as they are. */
export const numberSchema = v.pipe(
  v.custom<{ valueOf(): unknown }>(isLosslessNumber),
  v.transform((number) => Number(number.valueOf())),
);
