import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { ErrorBody } from '../../../../shared/errors.ts';
import { postValidate } from '../../lib/api.ts';
import type { Address } from '../address/address.ts';
import type { SearchPort } from '../state/create-search.ts';

/** Milliseconds without a key before a query is looked at: nobody wants to hear of a bracket that is about to be closed. */
const PAUSE_MS = 600;

/** The fault of a query that is being written and was not sent yet, as OpenSearch tells it. */
export function createQueryCheck(search: SearchPort, written: () => Address) {
  const [checked, setChecked] = createSignal<{ text: string; fault: ErrorBody | undefined }>();
  const textOf = ({ index, q, dsl }: Address) => JSON.stringify([index, q, dsl]);
  const text = () => textOf(written());
  createEffect(
    on(text, () => {
      const { index, q, dsl } = written();
      if (index !== search.address().index || index === '' || (q.trim() === '' && dsl.trim() === '')) return;
      if (text() === textOf(search.address())) return;
      const calling = new AbortController();
      const timer = setTimeout(() => void ask(text(), { index, q, dsl }, calling.signal), PAUSE_MS);
      onCleanup(() => {
        clearTimeout(timer);
        calling.abort();
      });
    }),
  );

  type Asked = Pick<Address, 'index' | 'q' | 'dsl'>;
  async function ask(asked: string, { index, q, dsl }: Asked, signal: AbortSignal): Promise<void> {
    // A check that fails says nothing of the query; the search itself will tell.
    const fault = await postValidate({ index, q, ...(dsl === '' ? {} : { dsl }) }, signal).catch(() => undefined);
    if (!signal.aborted) setChecked({ text: asked, fault });
  }

  return () => (checked()?.text === text() ? checked()?.fault : undefined);
}
