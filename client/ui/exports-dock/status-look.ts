import type { ExportStatus } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';
import type { IconName } from '../lib/icon.tsx';
import { type Standing, wantingOf } from './wanting.ts';

type Look = { icon: IconName; tone: 'accent' | 'good' | 'warn' | 'bad' | 'quiet' };

const LOOKS: Record<ExportStatus, Look> = {
  queued: { icon: 'clock', tone: 'quiet' },
  running: { icon: 'running', tone: 'accent' },
  paused: { icon: 'paused', tone: 'quiet' },
  interrupted: { icon: 'interrupted', tone: 'warn' },
  complete: { icon: 'complete', tone: 'good' },
  incomplete: { icon: 'incomplete', tone: 'warn' },
  failed: { icon: 'failed', tone: 'bad' },
  cancelled: { icon: 'cancelled', tone: 'quiet' },
};

/** A state's icon and tone; its word stands beside them. What documents were left out of, or values, is not plainly complete. */
export function statusLook(standing: Standing): Look {
  return wantingOf(standing) ? LOOKS.incomplete : LOOKS[standing.status];
}

export function statusText(standing: Standing): string {
  const words = t().exports;
  const wanting = wantingOf(standing);
  if (wanting === undefined) return words.status[standing.status];
  return wanting === 'documents' ? words.completeBut : words.completeButValues;
}
