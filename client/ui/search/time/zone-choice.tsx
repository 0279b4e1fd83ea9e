import { For } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { chooseZone, ZONES, zone, zoneLabel } from './page-zone.ts';

/** Which zone the page speaks: that of the rows as they are stored, or this browser's. */
export function ZoneChoice() {
  return (
    <select
      class="input zone-choice"
      aria-label={t().table.zone}
      value={zone()}
      onChange={(event) => chooseZone(event.currentTarget.value === 'own' ? 'own' : 'stored')}
    >
      <For each={ZONES}>{(one) => <option value={one}>{zoneLabel(one)}</option>}</For>
    </select>
  );
}
