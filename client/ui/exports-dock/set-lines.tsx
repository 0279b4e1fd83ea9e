import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { EndedExport, ExportState } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { type FileSet, outcomeOf, type SetFile, setsOf } from '../several/sets.ts';
import { words } from '../several/words.ts';
import type { ExportList } from './create-export-list.ts';
import { canFold } from './folded.ts';
import './set-lines.css';

type Props = {
  exports: ExportList;
  /** The sets whose files are all in sight. */
  unfolded: ReadonlySet<string>;
  onFold: (id: string, isFolded: boolean) => void;
};

/** A line for each set of files in the list: how far it is, what came of it, and what is done to all of them at once. */
export function SetLines(props: Props) {
  const [ended, setEnded] = createSignal<readonly EndedExport[]>([]);
  createEffect(
    on(
      () => props.exports.ids().length,
      () => void props.exports.archive.ended().then(setEnded),
    ),
  );
  const sets = createMemo(() => setsOf(props.exports.list(), ended()));
  const ids = createMemo(() => sets().map(({ id }) => id), undefined, { equals: (a, b) => a.join() === b.join() });
  return (
    <For each={ids()}>
      {(id) => <Show when={sets().find((set) => set.id === id)}>{(set) => <SetLine {...props} set={set()} />}</Show>}
    </For>
  );
}

function SetLine(props: Props & { set: FileSet }) {
  const outcome = createMemo(() => outcomeOf(props.set));
  const said = () => outcomeText(props.set);
  const look = () => (outcome().isOver ? (isRight(props.set) ? 'complete' : 'incomplete') : 'running');
  const own = () => props.exports.list().filter(({ request }) => request.member?.id === props.set.id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no field is in it
    <div class={`set-line ${look()}`} role="group" aria-label={words().label(props.set.field)}>
      <Icon name={look()} />
      <div>
        <b>{words().label(props.set.field)}</b>
        <p>
          <Show when={!outcome().isOver}>{words().going(outcome().ended, props.set.files)}</Show>
          <span role="status">{outcome().isOver ? said() : ''}</span>
        </p>
      </div>
      <SetActions {...props} own={own()} />
    </div>
  );
}

function SetActions(props: Props & { set: FileSet; own: readonly ExportState[] }) {
  const [fault, setFault] = createSignal<string>();
  const mine = () => props.own.filter(({ owner }) => owner !== 'elsewhere');
  const isAny = (...statuses: ExportState['status'][]) => mine().some(({ status }) => statuses.includes(status));
  const isFolded = () => !props.unfolded.has(props.set.id);

  async function resumeAll(): Promise<void> {
    setFault(undefined);
    await props.exports.resumeSet(props.set.id).catch(() => setFault(t().exports.notStarted));
  }

  return (
    <div class="set-actions">
      <Show when={fault()}>
        <span class="start-fault" role="alert">
          {fault()}
        </span>
      </Show>
      <Show when={canFold(props.set)}>
        <button
          type="button"
          class="button ghost small"
          aria-expanded={!isFolded()}
          onClick={() => props.onFold(props.set.id, !isFolded())}
        >
          {isFolded() ? words().show(props.own.length) : words().hide}
        </button>
      </Show>
      <Show when={isAny('paused', 'interrupted')}>
        <button type="button" class="button small" onClick={() => void resumeAll()}>
          {words().resumeAll}
        </button>
      </Show>
      <Show when={isAny('queued', 'running', 'paused', 'interrupted')}>
        <button type="button" class="button small" onClick={() => props.exports.cancelSet(props.set.id)}>
          {words().cancelAll}
        </button>
      </Show>
    </div>
  );
}

function isRight(set: FileSet): boolean {
  const { differing, unknown } = outcomeOf(set);
  return differing.length === 0 && unknown === 0;
}

/** Files that are named one by one. */
const NAMED = 3;

function outcomeText(set: FileSet): string {
  const { differing, unknown, rows } = outcomeOf(set);
  const { files, sum, total, left } = set;
  const say = words();
  if (isRight(set)) {
    const isSeveral = sum + left > total;
    const against = [...(isSeveral ? [say.moreThan(total)] : []), ...(left > 0 ? [say.fewerThan(left)] : [])];
    return `${say.complete(files, rows)}: ${against.join('; ') || say.asFound}.`;
  }
  const named = differing.slice(0, NAMED).map(differenceText);
  const more = differing.length > NAMED ? [say.andMore(differing.length - NAMED)] : [];
  const differ =
    differing.length > 0 ? [`${say.differ(differing.length, files)}. ${[...named, ...more].join(', ')}.`] : [];
  return [...differ, ...(unknown > 0 ? [`${say.unknown(unknown)}.`] : [])].join(' ');
}

function differenceText({ fileName, status, rows, member }: SetFile): string {
  if (status === 'failed' || status === 'cancelled') return words().ended(fileName, t().exports.status[status]);
  return rows > member.rows
    ? words().differsMore(fileName, rows, member.rows)
    : words().differs(fileName, rows, member.rows);
}
