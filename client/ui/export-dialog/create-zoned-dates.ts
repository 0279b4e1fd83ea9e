import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import { type DateFormats, MOST_DATE_FIELDS } from '../../../shared/dates/date-formats.ts';
import type { Search } from '../../../shared/search.ts';
import { postDateFormats } from '../lib/ask-fields.ts';
import { type DateNote, dateNotes } from './date-notes.ts';
import type { Sample } from './sample.ts';

type State = { kind: 'unasked' } | { kind: 'asking' } | { kind: 'failed' } | { kind: 'told'; formats: DateFormats };

type Options = {
  search: Search;
  sample: () => Sample | undefined;
  /** The columns with dates; none as long as they are not to be in a zone. */
  columns: () => readonly string[];
  /** Columns left out. */
  left: () => ReadonlySet<string>;
};

/** Asks how the result's indices read its dates, once they are to be in a zone, and what is to be said of them. */
export function createZonedDates({ search, sample, columns, left }: Options) {
  const [state, setState] = createSignal<State>({ kind: 'unasked' });
  const controller = new AbortController();
  onCleanup(() => controller.abort());

  async function ask(): Promise<void> {
    setState({ kind: 'asking' });
    try {
      const asked = { ...search, fields: columns().slice(0, MOST_DATE_FIELDS) };
      setState({ kind: 'told', formats: await postDateFormats(asked, controller.signal) });
    } catch {
      if (!controller.signal.aborted) setState({ kind: 'failed' });
    }
  }

  createEffect(() => {
    if (columns().length > 0 && state().kind === 'unasked') void ask();
  });

  const notes = createMemo((): readonly DateNote[] => {
    const [now, read] = [state(), sample()];
    if (now.kind !== 'told' || !read) return [];
    const chosen = columns().filter((name) => !left().has(name));
    return dateNotes(now.formats, chosen, read);
  });
  return {
    ...{ state, notes, ask },
    areAny: () => columns().length > 0,
    /** What will stay as it is stored is told before the start, not after it. */
    isReady: () => columns().length === 0 || state().kind === 'told' || state().kind === 'failed',
  };
}

export type ZonedDatesPort = ReturnType<typeof createZonedDates>;
