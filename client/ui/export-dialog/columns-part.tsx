import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { LongList } from '../lib/long-list.tsx';
import type { ColumnChoice } from './create-column-choice.ts';
import type { SamplePort } from './create-sample.ts';

type Props = { sample: SamplePort; chosen: ColumnChoice };

/** Named in the closed row; the rest is a number. */
const NAMED = 6;
/** CSS pixels that a column takes in the list: at least, around its name, and for each sign of it. */
const LEAST_WIDTH = 170;
const AROUND = 28;
const CHAR_WIDTH = 7.3;

/** Which columns the file has: all fields, until some are left out. */
export function ColumnsPart(props: Props) {
  const [open, setOpen] = createSignal(false);
  const all = () => props.chosen.all();
  const chosen = () => props.chosen.columns();
  const hidden = () => props.chosen.hidden().size;
  const count = () =>
    props.chosen.hasAllFields()
      ? t().dialog.columnsAll(chosen().length)
      : t().dialog.columnsSome(chosen().length, props.chosen.countable());
  const named = () => chosen().slice(0, NAMED).join(', ') + (chosen().length > NAMED ? ', …' : '');
  return (
    <div>
      <div class="option-row">
        <Icon name="columns" />
        <b>{t().dialog.columns}</b>
        <span>
          <Switch>
            <Match when={props.sample.state().kind === 'reading'}>{t().dialog.columnsReading}</Match>
            <Match when={props.sample.state().kind === 'failed'}>{t().dialog.sampleFailed}</Match>
            <Match when={chosen().length === 0 && all().length > 0}>
              <strong class="columns-fault">{t().dialog.columnsNone}</strong>
            </Match>
            <Match when={true}>
              {named()} <small>· {count()}</small>
              <Show when={hidden() > 0 && !props.chosen.alsoEmpty()}>
                {' '}
                <small>· {t().dialog.columnsEmpty(hidden())}</small>
              </Show>
            </Match>
          </Switch>
        </span>
        <Show when={all().length > 0 || hidden() > 0}>
          <button type="button" class="button small" aria-expanded={open()} onClick={() => setOpen(!open())}>
            {open() ? t().dialog.done : t().dialog.change}
          </button>
        </Show>
      </div>
      <Show when={open()}>
        <Show when={hidden() > 0}>
          <label class="check">
            <input
              type="checkbox"
              checked={props.chosen.alsoEmpty()}
              onChange={(event) => props.chosen.setAlsoEmpty(event.currentTarget.checked)}
            />
            {t().dialog.alsoEmpty(hidden())}
          </label>
        </Show>
        <ColumnList all={all()} left={props.chosen.left()} onChange={props.chosen.setLeft} />
      </Show>
    </div>
  );
}

type ListProps = {
  all: readonly string[];
  /** The columns left out. */
  left: ReadonlySet<string>;
  onChange: (left: ReadonlySet<string>) => void;
};

function ColumnList(props: ListProps) {
  const [wanted, setWanted] = createSignal('');
  const shown = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    return props.all.filter((name) => name.toLowerCase().includes(typed));
  });
  const itemWidth = createMemo(() => Math.max(LEAST_WIDTH, AROUND + CHAR_WIDTH * longest(props.all)));

  function set(names: readonly string[], chosen: boolean): void {
    const left = new Set(props.left);
    for (const name of names) chosen ? left.delete(name) : left.add(name);
    props.onChange(left);
  }

  return (
    <div class="column-list">
      <div class="column-tools">
        <input
          class="input"
          type="search"
          aria-label={t().dialog.filterColumns}
          placeholder={t().dialog.filterColumns}
          value={wanted()}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <button type="button" class="button small" onClick={() => set(shown(), true)}>
          {t().dialog.allColumns}
        </button>
        <button type="button" class="button small" onClick={() => set(shown(), false)}>
          {t().dialog.noColumns}
        </button>
      </div>
      <LongList
        label={t().dialog.columnNames}
        items={shown()}
        control="input"
        itemWidth={itemWidth()}
        fallback={<p class="hint">{t().table.noSuchColumn}</p>}
      >
        {(name) => (
          <label class="check">
            <input
              type="checkbox"
              checked={!props.left.has(name)}
              onChange={(event) => set([name], event.currentTarget.checked)}
            />
            <code>{name}</code>
          </label>
        )}
      </LongList>
    </div>
  );
}

function longest(names: readonly string[]): number {
  return names.reduce((most, { length }) => Math.max(most, length), 0);
}
