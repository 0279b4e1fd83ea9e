import { createSignal, Show } from 'solid-js';
import type { ExportState } from '../../export/exports.ts';
import { figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { ExportList } from './create-export-list.ts';
import { Outcome } from './outcome.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { doingText, rowsText } from './progress-text.ts';
import { RunFigures } from './run-figures.tsx';
import { SortedBy } from './sorted-by.tsx';
import { statusLook, statusText } from './status-look.ts';
import { bytesExpected } from './summary.ts';
import { Troubles } from './troubles.tsx';
import './export-item.css';

/** One export: what it is, how far it is, what became of it, and what can be done. */
export function ExportItem(props: { state: ExportState; exports: ExportList }) {
  const look = () => statusLook(props.state);
  const isRunning = () => props.state.status === 'running';
  const standing = () => {
    if (isRunning()) return doingText(props.state) ?? props.state.request.search.index;
    const place = props.exports.placeOf(props.state);
    return place === undefined ? figures().clock(props.state.changedAt) : t().exports.place(place);
  };
  const isMine = () => isRunning() && props.state.owner === 'here';
  return (
    <li class={`export-item ${look().tone}`}>
      <Icon name={look().icon} />
      <div class="export-name">
        <b>{props.state.request.fileName}</b>
        <span>
          <em>{statusText(props.state)}</em>
          <span> · {standing()}</span>
        </span>
        <SortedBy order={props.state.request.order} />
      </div>
      <div class="export-progress">
        <ProgressBar state={props.state} />
        <Counters state={props.state} />
        <Show when={isRunning() && props.state.saving}>
          {(saving) => <p class="export-retries">{t().exports.saving(saving().bytes, saving().of)}</p>}
        </Show>
        <Show when={isRunning() && props.state.carrying === 'requests'}>
          <p class="export-way">{t().exports.overRequests}</p>
        </Show>
        <Show when={isMine() && !props.state.kept}>
          <p class="export-retries">
            <Icon name="incomplete" class="warn" />
            {t().exports.unkept}
          </p>
        </Show>
        <Troubles state={props.state} />
      </div>
      <Show when={isMine()} fallback={<Outcome state={props.state} />}>
        <RunFigures state={props.state} />
      </Show>
      <Actions state={props.state} exports={props.exports} />
    </li>
  );
}

function Counters(props: { state: ExportState }) {
  const verdict = () => props.state.verdict;
  const bytes = () => props.state.progress?.bytes;
  return (
    <p class="export-counters">
      <Show when={verdict()} fallback={<span class="of">{rowsText(props.state)}</span>}>
        {(now) => {
          const whole = () => now().shards.filter((shard) => shard.written === shard.expected).length;
          return (
            <span class="of verdict">
              {t().exports.verdict(now().written, now().expected, whole(), now().shards.length)}
            </span>
          );
        }}
      </Show>
      <Show when={!verdict() && bytes()}>
        {(now) => <span>{t().exports.bytesOf(now(), bytesExpected(props.state))}</span>}
      </Show>
    </p>
  );
}

function Actions(props: { state: ExportState; exports: ExportList }) {
  const [fault, setFault] = createSignal<string>();
  const id = () => props.state.request.id;
  /** Another tab's export is that tab's to steer. */
  const is = (...statuses: ExportState['status'][]) =>
    props.state.owner !== 'elsewhere' && statuses.includes(props.state.status);

  const waitsForDocument = () => is('interrupted') && props.state.error?.code === 'row_unreadable';

  async function intoNewFile(act: (id: string) => Promise<void>): Promise<void> {
    setFault(undefined);
    await act(id()).catch(() => setFault(t().exports.notStarted));
  }

  return (
    <div class="export-actions">
      <Show when={fault()}>
        <span class="start-fault" role="alert">
          {fault()}
        </span>
      </Show>
      <Show when={is('running')}>
        <button type="button" class="button small" onClick={() => props.exports.pause(id())}>
          <Icon name="paused" />
          {t().exports.buttons.pause}
        </button>
      </Show>
      <Show when={waitsForDocument()}>
        <button type="button" class="button small primary" onClick={() => void intoNewFile(props.exports.goOnWithout)}>
          {t().exports.buttons.goOnWithout}
        </button>
      </Show>
      <Show when={is('paused', 'interrupted')}>
        <button
          type="button"
          class="button small"
          classList={{ primary: is('interrupted') && !waitsForDocument() }}
          onClick={() => void intoNewFile(props.exports.resume)}
        >
          {t().exports.buttons.resume}
        </button>
      </Show>
      <Show when={is('queued', 'running', 'paused', 'interrupted')}>
        <button type="button" class="button small" onClick={() => props.exports.cancel(id())}>
          {t().exports.buttons.cancel}
        </button>
      </Show>
      <Show when={is('incomplete', 'failed', 'cancelled')}>
        <button type="button" class="button small" onClick={() => void intoNewFile(props.exports.retry)}>
          {t().exports.buttons.retry}
        </button>
      </Show>
      <Show when={is('complete', 'incomplete', 'failed', 'cancelled')}>
        <button type="button" class="button small" onClick={() => props.exports.dismiss(id())}>
          {t().exports.buttons.dismiss}
        </button>
      </Show>
    </div>
  );
}
