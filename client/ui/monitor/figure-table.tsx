import { createSignal, For, Show } from 'solid-js';
import { figures, t } from '../lib/i18n.ts';
import type { ChartData } from './charts.ts';

const STEP_S = 10;

/** The charts' figures as text, a row for every ten seconds, newest first. */
export function FigureTable(props: { charts: readonly ChartData[]; window: readonly [number, number] }) {
  const [open, setOpen] = createSignal(false);
  const times = () => {
    const first = Math.min(...props.charts.flatMap(({ times }) => times.slice(0, 1)));
    const [from, to] = props.window;
    const last = Math.floor(to / STEP_S) * STEP_S;
    const count = Math.max(0, Math.floor((last - Math.max(from, first)) / STEP_S) + 1);
    return Array.from({ length: Number.isFinite(count) ? count : 0 }, (_, i) => last - i * STEP_S);
  };
  return (
    <details class="figure-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t().monitor.asTable}</summary>
      <Show when={open()}>
        <section class="figure-scroll" tabindex="0" aria-label={t().monitor.asTable}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t().monitor.log.columns.time}</th>
                <For each={props.charts}>{(chart) => <th scope="col">{chart.title}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={times()}>
                {(at) => (
                  <tr>
                    <th scope="row">{figures().time(at * 1000)}</th>
                    <For each={props.charts}>{(chart) => <td>{chart.read(at)}</td>}</For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
    </details>
  );
}
