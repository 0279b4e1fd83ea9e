import { For, Show } from 'solid-js';
import type { ExportState, Incident } from '../../export/exports.ts';
import { bring, figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { enMonitor } from '../messages/en-monitor.ts';

bring(enMonitor);

/** What went wrong on the way and what was done about it: the last one in a line, all of them with their times when opened. */
export function Troubles(props: { state: ExportState }) {
  const last = () => props.state.incidents.at(-1);
  return (
    <Show when={last()}>
      {(incident) => (
        <details class="export-troubles">
          <summary>
            <Icon name="incomplete" class="warn" />
            <span>{lineOf(incident(), props.state.retries)}</span>
          </summary>
          <table>
            <caption class="visually-hidden">{t().exports.troubles(props.state.incidents.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{t().exports.troubleTable.at}</th>
                <th scope="col">{t().exports.troubleTable.what}</th>
                <th scope="col">{t().exports.troubleTable.done}</th>
              </tr>
            </thead>
            <tbody>
              <For each={[...props.state.incidents].reverse()}>
                {(one) => (
                  <tr>
                    <td>{figures().time(one.at)}</td>
                    <td>
                      {t().errors[one.error.code].what} <code>{one.error.code}</code>
                    </td>
                    <td>{t().remedy(one)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </details>
      )}
    </Show>
  );
}

/** The number is that of retries, so it stands before what was retried only. */
function lineOf({ error, remedy }: Incident, retries: number): string {
  return t().exports.retries(remedy === 'retried' ? retries : 0, t().errors[error.code].what);
}
