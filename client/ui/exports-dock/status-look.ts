import type { ExportStatus, Verdict } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';
import type { IconName } from '../lib/icon.tsx';

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

type Standing = { status: ExportStatus; verdict?: Pick<Verdict, 'leftOut'> | undefined };

/** A state's icon and tone; its word stands beside them. What documents were left out of is not plainly complete. */
export function statusLook({ status, verdict }: Standing): Look {
  return status === 'complete' && verdict?.leftOut ? LOOKS.incomplete : LOOKS[status];
}

export function statusText({ status, verdict }: Standing): string {
  const words = t().exports;
  return status === 'complete' && verdict?.leftOut ? words.completeBut : words.status[status];
}
