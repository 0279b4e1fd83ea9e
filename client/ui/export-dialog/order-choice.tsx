import { createUniqueId, For, Match, Show, Switch } from 'solid-js';
import { t } from '../lib/i18n.ts';
import type { WantedSort } from '../search/address/sort.ts';
import type { OrderChoicePort } from './create-order-choice.ts';
import type { NoSortRoom } from './sort-room.ts';

/** The order of the file's rows: as they stand in the table, or as they are read. */
export function OrderChoice(props: { choice: OrderChoicePort }) {
  const id = createUniqueId();
  const words = () => t().dialog;
  const columns = () => props.choice.columns;
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{words().order}</h3>
      <div class="formats places">
        <div class="format">
          <input
            type="radio"
            name="order"
            id={`${id}-table`}
            checked={props.choice.kind() === 'table'}
            disabled={columns().length === 0 || props.choice.noRoom() !== undefined}
            aria-describedby={`${id}-table-help`}
            onChange={() => props.choice.choose('table')}
          />
          <label for={`${id}-table`}>{words().orders.table}</label>
          <p id={`${id}-table-help`}>
            <Show when={columns().length > 0} fallback={words().orderNone}>
              <For each={columns()}>
                {(sort, n) => <OrderColumn sort={sort} isLast={n() === columns().length - 1} />}
              </For>
            </Show>
            <Show when={props.choice.noRoom()}>{(why) => <NoRoom why={why()} />}</Show>
          </p>
        </div>
        <div class="format">
          <input
            type="radio"
            name="order"
            id={`${id}-read`}
            checked={props.choice.kind() === 'read'}
            aria-describedby={`${id}-read-help`}
            onChange={() => props.choice.choose('read')}
          />
          <label for={`${id}-read`}>{words().orders.read}</label>
          <p id={`${id}-read-help`}>{words().orderReadHelp}</p>
        </div>
      </div>
    </div>
  );
}

/** Why the table's order cannot be chosen. */
function NoRoom(props: { why: NoSortRoom }) {
  const small = () => (props.why.kind === 'small' ? props.why : undefined);
  return (
    <span class="no-room">
      <Switch fallback={t().dialog.orderUnkept}>
        <Match when={small()}>{(why) => t().dialog.orderNoRoom(why().need, why().free)}</Match>
      </Switch>
    </span>
  );
}

/** `delay ↓`; the arrow is spoken as a word. */
function OrderColumn(props: { sort: WantedSort; isLast: boolean }) {
  const comma = () => (props.isLast ? '' : ',');
  return (
    <span class="order-column">
      {props.sort.column}{' '}
      <span aria-hidden="true">
        {props.sort.order === 'asc' ? '↑' : '↓'}
        {comma()}
      </span>
      <span class="visually-hidden">
        {t().dialog.orderWays[props.sort.order]}
        {comma()}
      </span>{' '}
    </span>
  );
}
