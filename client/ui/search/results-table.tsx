import { createEffect, createSignal, For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import type { Preview, PreviewColumn, PreviewRow } from './preview.ts';

type Props = {
  preview: Preview;
  /** The rows are of an older search. */
  stale: boolean;
  chosen: number | undefined;
  onChoose: (row: number) => void;
};

/**
 * The first rows, each value as it is stored. One row is in the tab order at a time: arrows go up and down, Enter opens
 * the document.
 */
export function ResultsTable(props: Props) {
  const { focused, setFocused, setBody, onKeyDown } = createRowKeys(props);
  return (
    <section class="table-wrap" classList={{ stale: props.stale }} tabindex="0" aria-label={t().results.tableLabel}>
      <table>
        <thead>
          <tr>
            <For each={props.preview.columns}>
              {(column) => (
                <th scope="col" classList={{ number: column.isNumber }}>
                  {column.name}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody ref={setBody} onKeyDown={onKeyDown}>
          <For each={props.preview.rows}>
            {(row, i) => (
              <Row
                row={row}
                columns={props.preview.columns}
                chosen={props.chosen === i()}
                focusable={focused() === i()}
                onChoose={() => {
                  setFocused(i());
                  props.onChoose(i());
                }}
              />
            )}
          </For>
        </tbody>
      </table>
      <TableNotes preview={props.preview} />
    </section>
  );
}

/** Which row the keys are on, and how they move. */
function createRowKeys(props: Props) {
  const [focused, setFocused] = createSignal(0);
  const [body, setBody] = createSignal<HTMLTableSectionElement>();
  createEffect(() => {
    if (props.chosen !== undefined) setFocused(props.chosen);
  });

  function focusRow(row: number): void {
    const last = props.preview.rows.length - 1;
    const next = Math.max(0, Math.min(last, row));
    setFocused(next);
    body()?.rows[next]?.focus();
    if (props.chosen !== undefined) props.onChoose(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') focusRow(focused() + 1);
    else if (event.key === 'ArrowUp') focusRow(focused() - 1);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(props.preview.rows.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') props.onChoose(focused());
    else return;
    event.preventDefault();
  }

  return { focused, setFocused, setBody, onKeyDown };
}

type RowProps = {
  row: PreviewRow;
  columns: readonly PreviewColumn[];
  chosen: boolean;
  focusable: boolean;
  onChoose: () => void;
};

function Row(props: RowProps) {
  return (
    <tr tabindex={props.focusable ? 0 : -1} classList={{ chosen: props.chosen }} onClick={props.onChoose}>
      <For each={props.columns}>
        {(column, i) => {
          const cell = () => props.row[i()] ?? '';
          return (
            <td classList={{ number: column.isNumber }} title={cell().length > 24 ? cell() : undefined}>
              {cell()}
            </td>
          );
        }}
      </For>
    </tr>
  );
}

function TableNotes(props: { preview: Preview }) {
  const shown = () => props.preview.rows.length;
  const columns = () => props.preview.columns.length;
  return (
    <Show when={shown() < props.preview.total || columns() < props.preview.allColumns}>
      <p class="table-note">
        <Show when={shown() < props.preview.total}>
          <span>{t().results.firstOf(shown(), props.preview.total)}</span>
        </Show>
        <Show when={columns() < props.preview.allColumns}>
          <span>{t().results.columnsCut(columns(), props.preview.allColumns)}</span>
        </Show>
      </p>
    </Show>
  );
}
