import { MOST_EACH } from '../../../shared/figures.ts';
import { words } from '../several/words.ts';
import type { SetFault } from './set-plan.ts';

/** Why there is no file for each value. */
export function setFaultText(fault: SetFault): string {
  return fault === 'tooMany' ? words().tooMany(MOST_EACH) : words()[fault];
}
