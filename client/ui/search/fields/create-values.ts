import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { FieldValue } from '../../../../shared/figures.ts';
import type { Search } from '../../../../shared/search.ts';
import { postValues } from '../../lib/api.ts';

/** Whose values: those that begin with `prefix`, in the rows of a search. */
export type ValuesAsked = { readonly search: Search; readonly field: string; readonly prefix: string };

/** Milliseconds without a key before values are asked for. */
const PAUSE_MS = 120;

/** Values to suggest. A newer question cancels an older one; one that fails suggests nothing. */
export function createValues(asked: Accessor<ValuesAsked | undefined>): Accessor<readonly FieldValue[]> {
  const [values, setValues] = createSignal<readonly FieldValue[]>([]);
  const key = () => JSON.stringify(asked());
  createEffect(
    on(key, () => {
      const now = asked();
      if (!now) return void setValues([]);
      const calling = new AbortController();
      const timer = setTimeout(() => void ask(now, calling.signal), PAUSE_MS);
      onCleanup(() => {
        clearTimeout(timer);
        calling.abort();
      });
    }),
  );

  async function ask({ search, field, prefix }: ValuesAsked, signal: AbortSignal): Promise<void> {
    const found = await postValues({ ...search, field, prefix, size: 10 }, signal).catch(() => []);
    if (!signal.aborted) setValues(found);
  }

  return values;
}
