import { createSignal } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { readSetting, writeSetting } from '../../lib/settings.ts';
import { type Clock, zoneName } from './times.ts';

/** As the rows hold them, or all in this browser's zone. */
export const ZONES = ['stored', 'own'] as const;
export type Zone = (typeof ZONES)[number];

const [zone, setZone] = createSignal<Zone>(readSetting('zone') === 'own' ? 'own' : 'stored');

/** One choice for table, chart and ranges: two of them on one page would make people count. */
export { zone };

/** Remembered. */
export function chooseZone(next: Zone): void {
  setZone(next);
  writeSetting('zone', next);
}

/** What OpenSearch counts in, and what is stored most often, is UTC. */
export const pageClock = (): Clock => (zone() === 'own' ? 'own' : 'utc');

export const pageZone = (): string => (zone() === 'own' ? zoneName() : 'UTC');

/** As it stands over dates: which of the two they are in. */
export const zoneLabel = (of: Zone = zone()): string => (of === 'own' ? zoneName() : t().table.storedZone);
