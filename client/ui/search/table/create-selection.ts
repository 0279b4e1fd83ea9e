import { createComputed, createEffect, createMemo, createSignal, on } from 'solid-js';
import { fetched } from '../../lib/missing.ts';
import type { Columns } from '../columns/create-columns.ts';
import type { Dates } from './create-dates.ts';
import type { Rows } from './create-rows.ts';
import { NONE, onlyRow, reaching, type Selection, toggled } from './selection.ts';

type Options = { rows: Rows; columns: Columns; dates: Dates; chosen: number | undefined };

/** The rows that were picked to be copied; the one whose document is opened is picked, too. */
export function createSelection(props: Options) {
  const [selection, setSelection] = createSignal<Selection>(NONE);
  // Fetched with the first row, since a copy has to be there at once when the keys ask for it.
  let copied: typeof import('../values/copied-rows.ts') | undefined;
  const bringCopied = async () => {
    copied = await import('../values/copied-rows.ts');
  };
  createComputed(on(props.rows.first, () => setSelection(NONE)));
  createEffect(() => props.chosen !== undefined && setSelection(onlyRow(props.chosen)));
  createEffect(() => {
    if (selection().rows.size === 0 || copied) return;
    void bringCopied().catch(() => undefined);
  });
  const hits = createMemo(() => props.rows.hits().filter((_, i) => selection().rows.has(i)));

  /** Where it is not there the page says so: the next copy has it. */
  function copying() {
    if (!copied) void fetched(bringCopied).catch(() => undefined);
    return copied;
  }

  const tsv = () => copying()?.tsvOf(props.columns.shown(), hits(), props.dates.textOf) ?? '';
  return {
    ...{ tsv, json: () => copying()?.jsonOf(hits()) ?? '' },
    count: () => selection().rows.size,
    has: (row: number) => selection().rows.has(row),
    clear: () => setSelection(NONE),
    all: () => setSelection({ anchor: 0, rows: reaching(0, props.rows.hits().length - 1).rows }),
    toggle: (row: number) => setSelection(toggled(selection(), row)),
    only: (row: number) => setSelection(onlyRow(row)),
    /** From where a range begins, or else from a row, to another one. */
    reach: (row: number, from = row) =>
      setSelection(reaching(selection().rows.size > 0 ? selection().anchor : from, row)),
    /** What the clipboard gets; text that somebody marked goes before. */
    onCopy(event: ClipboardEvent): void {
      if (selection().rows.size === 0 || document.getSelection()?.toString()) return;
      const text = tsv();
      if (text === '') return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
    },
  };
}

export type RowSelection = ReturnType<typeof createSelection>;
