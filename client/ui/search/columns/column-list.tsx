import { createMemo, createSignal, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { LongList, type LongListPort } from '../../lib/long-list.tsx';
import type { Columns } from './create-columns.ts';
import { keepPlaces } from './layout.ts';
import { chooseWrap, wraps } from './page-wrap.ts';

/** All columns, to be shown, hidden, and moved. */
export function ColumnList(props: { columns: Columns }) {
  const [wanted, setWanted] = createSignal('');
  const isShown = (name: string) => props.columns.placeOf(name) !== undefined;
  const ordered = createMemo<string[]>(
    (before) => keepPlaces(before, { shown: props.columns.shown(), names: props.columns.names() }),
    [],
  );
  const found = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    return ordered().filter((name) => name.toLowerCase().includes(typed));
  });
  let list: LongListPort | undefined;

  function set(name: string, on: boolean): void {
    if (on) props.columns.show(ordered().filter((other) => other === name || isShown(other)));
    else props.columns.hide(name);
  }

  function move(name: string, step: 1 | -1): void {
    props.columns.move(name, (props.columns.placeOf(name) ?? 0) + step);
    // The line has moved in the page, which takes the focus off it.
    list?.focusOn(found().indexOf(name), step < 0 ? '[data-move="up"]' : '[data-move="down"]');
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
      <LongList
        label={t().table.columns}
        items={found()}
        control="input"
        fallback={<p class="hint">{t().table.noSuchColumn}</p>}
        listRef={(port) => {
          list = port;
        }}
      >
        {(name) => <ColumnLine columns={props.columns} name={name} onSet={set} onMove={move} />}
      </LongList>
      <label class="check chooser-wrap">
        <input type="checkbox" checked={wraps()} onChange={(event) => chooseWrap(event.currentTarget.checked)} />
        {t().table.wrap}
      </label>
    </>
  );
}

type LineProps = {
  columns: Columns;
  name: string;
  onSet: (name: string, on: boolean) => void;
  onMove: (name: string, step: 1 | -1) => void;
};

function ColumnLine(props: LineProps) {
  const at = () => props.columns.placeOf(props.name);
  const last = () => props.columns.shown().length - 1;
  const isOnly = () => at() === 0 && last() === 0;

  function move(event: MouseEvent & { currentTarget: HTMLElement }, step: 1 | -1): void {
    if (event.currentTarget.getAttribute('aria-disabled') !== 'true') props.onMove(props.name, step);
  }

  return (
    <div class="column-line">
      <label class="check">
        <input
          type="checkbox"
          checked={at() !== undefined}
          aria-disabled={isOnly()}
          onClick={(event) => isOnly() && event.preventDefault()}
          onChange={(event) => props.onSet(props.name, event.currentTarget.checked)}
        />
        <code>{props.name}</code>
      </label>
      <Show when={at() !== undefined}>
        <button
          type="button"
          class="button ghost square small"
          data-move="up"
          aria-label={t().table.moveUp(props.name)}
          aria-disabled={!props.columns.canMove(props.name, -1)}
          onClick={(event) => move(event, -1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="button ghost square small"
          data-move="down"
          aria-label={t().table.moveDown(props.name)}
          aria-disabled={!props.columns.canMove(props.name, 1)}
          onClick={(event) => move(event, 1)}
        >
          <Icon name="down" />
        </button>
      </Show>
    </div>
  );
}
