import { Popover } from '@kobalte/core/popover';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Columns } from './create-columns.ts';
import './column-chooser.css';

/** Which columns the table shows, and in which order: those shown first, as they stand, then the others. */
export function ColumnChooser(props: { columns: Columns }) {
  const all = () => props.columns.names().length;
  const shown = () => props.columns.shown().length;
  const label = () => (shown() === all() ? t().table.allColumns(all()) : t().table.someColumns(shown(), all()));
  return (
    <Popover placement="bottom-end" gutter={4}>
      <Popover.Trigger class="button columns-button" aria-label={label()} aria-keyshortcuts="c">
        <Icon name="columns" />
        <span>{label()}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="column-chooser" aria-label={t().table.columns}>
          <ChooserBody columns={props.columns} />
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}

function ChooserBody(props: { columns: Columns }) {
  const [wanted, setWanted] = createSignal('');
  const kept = createMemo(() => new Set(props.columns.shown()));
  const ordered = () => [...props.columns.shown(), ...props.columns.names().filter((name) => !kept().has(name))];
  const found = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    return ordered().filter((name) => name.toLowerCase().includes(typed));
  });

  function set(name: string, on: boolean): void {
    if (on) props.columns.show([...props.columns.shown(), name]);
    else props.columns.hide(name);
  }

  return (
    <>
      <div class="chooser-tools">
        <input
          class="input"
          type="search"
          aria-label={t().table.findColumn}
          placeholder={t().table.findColumn}
          value={wanted()}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <button type="button" class="button small" onClick={() => props.columns.show(undefined)}>
          {t().table.showAll}
        </button>
      </div>
      <fieldset aria-label={t().table.columns}>
        <For each={found()} fallback={<p class="hint">{t().dialog.noSuchColumn}</p>}>
          {(name) => <ColumnLine columns={props.columns} name={name} shown={kept().has(name)} onSet={set} />}
        </For>
      </fieldset>
    </>
  );
}

type LineProps = { columns: Columns; name: string; shown: boolean; onSet: (name: string, on: boolean) => void };

function ColumnLine(props: LineProps) {
  const at = () => props.columns.shown().indexOf(props.name);
  const last = () => props.columns.shown().length - 1;
  const isOnly = () => props.shown && last() === 0;

  function move(event: MouseEvent & { currentTarget: HTMLElement }, step: 1 | -1): void {
    const pressed = event.currentTarget;
    if (pressed.getAttribute('aria-disabled') === 'true') return;
    props.columns.move(props.name, at() + step);
    // The line has moved in the page, which takes the focus off it.
    pressed.focus();
  }

  return (
    <div class="column-line">
      <label class="check">
        <input
          type="checkbox"
          checked={props.shown}
          aria-disabled={isOnly()}
          onClick={(event) => isOnly() && event.preventDefault()}
          onChange={(event) => props.onSet(props.name, event.currentTarget.checked)}
        />
        <code>{props.name}</code>
      </label>
      <Show when={props.shown}>
        <button
          type="button"
          class="button ghost square small"
          aria-label={t().table.moveUp(props.name)}
          aria-disabled={at() === 0}
          onClick={(event) => move(event, -1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="button ghost square small"
          aria-label={t().table.moveDown(props.name)}
          aria-disabled={at() === last()}
          onClick={(event) => move(event, 1)}
        >
          <Icon name="down" />
        </button>
      </Show>
    </div>
  );
}
