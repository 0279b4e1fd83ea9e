import { t } from '../../lib/i18n.ts';
import { lastOf } from './time-parts.ts';

/** A range from so long ago until now, in words; undefined for any other. */
export function lastWords(from: string, to: string): string | undefined {
  const last = lastOf(from, to);
  if (!last || last.part === 's' || last.part === 'M') return undefined;
  return t().ranges.last[last.part](last.count);
}
