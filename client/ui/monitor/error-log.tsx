import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { LogEntry } from '../../export/exports.ts';
import { saveBlob } from '../../sink/save-blob.ts';
import { figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { Log } from './create-log.ts';
import { type LogRow, matching, toFile, toRows } from './log.ts';

const DAY_MS = 86_400_000;

/** What went wrong, when, and what was done about it; searched, taken along as a file, and cleared here. */
export function ErrorLog(props: { log: Log }) {
  const titleId = createUniqueId();
  const [wanted, setWanted] = createSignal('');
  const words = () => t().monitor.log;
  const rows = () => toRows(props.log.entries());
  const found = () => matching(rows(), wanted(), (row) => `${t().errors[row.error.code].what} ${t().remedy(row)}`);
  const today = () => props.log.entries().filter(({ at }) => at > Date.now() - DAY_MS).length;
  return (
    <section class="error-log" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{words().title}</h2>
        <span class="sub">{words().inADay(today())}</span>
        <span class="space" />
        <div class="field">
          <Icon name="find" />
          <input
            type="search"
            aria-label={words().filter}
            placeholder={words().placeholder}
            value={wanted()}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </div>
        <button
          type="button"
          class="button"
          aria-disabled={rows().length === 0}
          onClick={() => rows().length > 0 && download(props.log.entries())}
        >
          <Icon name="save" />
          {words().download}
        </button>
        <button type="button" class="button" aria-disabled={rows().length === 0} onClick={() => void props.log.clear()}>
          {words().clear}
        </button>
      </header>
      <Show when={found().length > 0} fallback={<p class="sub log-none">{noneText(rows().length)}</p>}>
        <LogTable rows={found()} />
      </Show>
    </section>
  );
}

function noneText(all: number): string {
  return all === 0 ? t().monitor.log.none : t().monitor.log.noneFound;
}

function LogTable(props: { rows: readonly LogRow[] }) {
  const words = () => t().monitor.log.columns;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words().time}</th>
          <th scope="col">{words().code}</th>
          <th scope="col">{words().what}</th>
          <th scope="col">{words().done}</th>
          <th scope="col">{words().file}</th>
          <th scope="col">{words().times}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr>
              <td>
                <time dateTime={new Date(row.at).toISOString()}>{timeText(row.at)}</time>
              </td>
              <td class={row.remedy === 'failed' || row.remedy === 'counted' ? 'bad' : 'warn'}>
                <code>{row.error.code}</code>
              </td>
              <td>{t().errors[row.error.code].what}</td>
              <td>{t().remedy(row)}</td>
              <td>{row.fileName}</td>
              <td>{t().exports.count(row.times)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

/** Today's with seconds, older ones with their day. */
function timeText(at: number): string {
  return new Date(at).toDateString() === new Date().toDateString() ? figures().time(at) : figures().moment(at);
}

function download(entries: readonly LogEntry[]): void {
  const name = `sluice-log-${new Date().toISOString().slice(0, 10)}.ndjson`;
  saveBlob(new Blob([toFile(entries)], { type: 'application/x-ndjson' }), name);
}
