import { type JSX, Show } from 'solid-js';
import type { Column } from '../../../../shared/column.ts';
import { figures } from '../../lib/i18n.ts';
import { pageZone, zone, zoneLabel } from '../time/page-zone.ts';
import { roundedNumber, shareOf } from './figures.ts';
import { words } from './words.ts';
import { zonedTime } from './zoned-time.ts';

type Props = { column: Column };

/** Rows with a value and without, the least and the greatest value, and of numbers their sum. */
export function ColumnFigures(props: Props) {
  const column = () => props.column;
  const rows = (count: number) => (
    <>
      {figures().number(count)} <small>{shareOf(count, column().total)}</small>
    </>
  );
  const bound = (value: string) =>
    column().rounded && isNumber(column()) ? words().roughly(shownValue(column(), value)) : shownValue(column(), value);
  return (
    <>
      <dl class="column-figures">
        <Figure name={words().filled}>{rows(column().filled)}</Figure>
        <Figure name={words().missing}>{rows(column().missing)}</Figure>
        <Show when={column().lowest}>
          {(value) => <Figure name={words().lowest[boundKind(column())]}>{<code>{bound(value())}</code>}</Figure>}
        </Show>
        <Show when={column().highest}>
          {(value) => <Figure name={words().highest[boundKind(column())]}>{<code>{bound(value())}</code>}</Figure>}
        </Show>
        <NumberFigures column={column()} />
        <Show when={column().top}>
          {(top) => (
            <Figure name={words().distinct}>
              {top().distinct > EXACT_DISTINCT
                ? words().roughly(figures().number(top().distinct))
                : figures().number(top().distinct)}
            </Figure>
          )}
        </Show>
      </dl>
      <Notes column={column()} />
    </>
  );
}

/** Past so many different values OpenSearch estimates their number. */
const EXACT_DISTINCT = 3000;

function Figure(props: { name: string; children: JSX.Element }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function NumberFigures(props: Props) {
  const sum = ({ sum, exact }: { sum: number; exact: boolean }) =>
    exact ? figures().number(sum) : words().roughly(roundedNumber(sum));
  const average = ({ average, exact }: { average: number; exact: boolean }) =>
    exact && Number.isInteger(average) ? figures().number(average) : words().roughly(roundedNumber(average));
  return (
    <Show when={props.column.numbers}>
      {(numbers) => (
        <>
          <Show when={numbers().values !== props.column.filled}>
            <Figure name={words().values}>{figures().number(numbers().values)}</Figure>
          </Show>
          <Figure name={words().average}>{average(numbers())}</Figure>
          <Figure name={words().sum}>{sum(numbers())}</Figure>
        </>
      )}
    </Show>
  );
}

/** What the figures do not say by themselves. */
function Notes(props: Props) {
  return (
    <>
      <Show when={props.column.why}>{(why) => <p class="sub">{words().why[why()]}</p>}</Show>
      <Show when={isTime(props.column) && props.column.lowest !== undefined}>
        <p class="sub">{zoneLabel()}</p>
      </Show>
      <Show when={props.column.rounded}>
        <p class="sub">{words().rounded}</p>
      </Show>
      <Show when={props.column.path}>{(path) => <p class="sub">{words().nested(path())}</p>}</Show>
      <Show when={props.column.missing > 0}>
        <p class="sub">{words().indexed}</p>
      </Show>
    </>
  );
}

const isTime = ({ type }: Column) => type.startsWith('date');
const isNumber = (column: Column) => column.numbers !== undefined;

function boundKind(column: Column): 'time' | 'number' | 'text' {
  if (isTime(column)) return 'time';
  return isNumber(column) ? 'number' : 'text';
}

/** A value as the table shows it. */
export function shownValue(column: Column, value: string): string {
  if (isTime(column)) return zone() === 'own' ? zonedTime(value, pageZone()) : value;
  return value === '' ? '""' : value;
}
