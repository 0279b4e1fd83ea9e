import * as v from 'valibot';
import { SluiceError } from '../../../shared/errors.ts';
import type { EncoderState } from './encoder.ts';

/** An encoder's state as it lay in a checkpoint; undefined where the file begins. @throws checkpoint_lost */
export function readState<T>(schema: v.GenericSchema<unknown, T>, state: EncoderState | undefined): T | undefined {
  if (state === undefined) return undefined;
  const { success, output } = v.safeParse(schema, state);
  if (success) return output;
  throw new SluiceError('checkpoint_lost', 'What was kept of this file cannot be gone on with. Start it anew.');
}
