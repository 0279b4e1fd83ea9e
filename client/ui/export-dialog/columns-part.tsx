import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { LongList } from '../lib/long-list.tsx';
import type { SamplePort } from './create-sample.ts';

type Props = {
  sample: SamplePort;
  /** In the file's order. */
  all: readonly string[];
  /** The columns left out. */
  left: ReadonlySet<string>;
  onChange: (left: ReadonlySet<string>) => void;
  /** How many columns no row has a value for, and whether the file has them all the same. */
  hidden: number;
  alsoEmpty: boolean;
  onAlsoEmpty: (alsoEmpty: boolean) => void;
};

/** Named in the closed row; the rest is a number. */
const NAMED = 6;
/** CSS pixels that a column takes in the list: at least, around its name, and for each sign of it. */
const LEAST_WIDTH = 170;
const AROUND = 28;
const CHAR_WIDTH = 7.3;

/** Which columns the CSV has: all, until some are left out. */
export function ColumnsPart(props: Props) {
  const [open, setOpen] = createSignal(false);
  const all = () => props.all;
  const chosen = createMemo(() => all().filter((name) => !props.left.has(name)));
  const count = () =>
    chosen().length === all().length
      ? t().dialog.columnsAll(all().length)
      : t().dialog.columnsSome(chosen().length, all().length);
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
              <Show when={props.hidden > 0 && !props.alsoEmpty}>
                {' '}
                <small>· {t().dialog.columnsEmpty(props.hidden)}</small>
              </Show>
            </Match>
          </Switch>
        </span>
        <Show when={all().length > 0 || props.hidden > 0}>
          <button type="button" class="button small" aria-expanded={open()} onClick={() => setOpen(!open())}>
            {open() ? t().dialog.done : t().dialog.change}
          </button>
        </Show>
      </div>
      <Show when={open()}>
        <Show when={props.hidden > 0}>
          <label class="check">
            <input
              type="checkbox"
              checked={props.alsoEmpty}
              onChange={(event) => props.onAlsoEmpty(event.currentTarget.checked)}
            />
            {t().dialog.alsoEmpty(props.hidden)}
          </label>
        </Show>
        <ColumnList all={all()} left={props.left} onChange={props.onChange} />
      </Show>
    </div>
  );
}

function ColumnList(props: { all: readonly string[]; left: ReadonlySet<string>; onChange: Props['onChange'] }) {
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
        fallback={<p class="hint">{t().dialog.noSuchColumn}</p>}
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
