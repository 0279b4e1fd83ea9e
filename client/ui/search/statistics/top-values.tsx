import { For, Show } from 'solid-js';
import type { Column } from '../../../../shared/column.ts';
import type { Filter } from '../../../../shared/filter.ts';
import { Icon } from '../../lib/icon.tsx';
import { negated } from '../filters/filters.ts';
import { shownValue } from './column-figures.tsx';
import { shareOf } from './figures.ts';
import { valueFilter } from './value-filter.ts';
import { words } from './words.ts';

type Props = { field: string; column: Column; onFilter: (filter: Filter) => void };

/** The most frequent values, each with its rows; a condition on one is a press away. */
export function TopValues(props: Props) {
  const top = () => props.column.top;
  const title = () => (top()?.of === undefined ? words().top : words().topOf(top()?.of ?? ''));
  return (
    <Show when={(top()?.values.length ?? 0) > 0}>
      <section class="top-values">
        <h3>{title()}</h3>
        <ul>
          <For each={top()?.values}>{(each) => <TopValue {...props} each={each} />}</For>
        </ul>
        <p class="sub">{words().share}</p>
        <Show when={top()?.atLeast}>
          <p class="sub">{words().atLeast}</p>
        </Show>
        <Show when={top()?.unlisted}>{(rows) => <p class="sub">{words().unlisted(rows(), top()?.of ?? '')}</p>}</Show>
      </section>
    </Show>
  );
}

const NAME_CHARS = 300;

function TopValue(props: Props & { each: { value: string; rows: number } }) {
  const filter = () => valueFilter(props.field, props.each.value, props.column);
  const name = () => shownValue(props.column, props.each.value).slice(0, NAME_CHARS);
  const isAtLeast = () => props.column.top?.atLeast ?? false;
  return (
    <li style={{ '--part': `${(100 * props.each.rows) / Math.max(1, props.column.total)}%` }}>
      <code title={props.each.value}>
        <bdi>{name()}</bdi>
      </code>
      <span>{words().rows(props.each.rows, isAtLeast())}</span>
      <small>{shareOf(props.each.rows, props.column.total)}</small>
      <button
        type="button"
        class="button ghost square small"
        aria-label={words().filterFor(name())}
        title={words().filterFor(name())}
        onClick={() => props.onFilter(filter())}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        class="button ghost square small"
        aria-label={words().filterOut(name())}
        title={words().filterOut(name())}
        onClick={() => props.onFilter(negated(filter()))}
      >
        <Icon name="minus" />
      </button>
    </li>
  );
}
