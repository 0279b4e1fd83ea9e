import type { ExportStatus } from '../../export/exports.ts';
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

/** A state's icon and tone; its word stands beside them. */
export function statusLook(status: ExportStatus): Look {
  return LOOKS[status];
}
