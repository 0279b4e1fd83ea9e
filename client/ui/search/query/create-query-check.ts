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
  const textOf = ({ index, q, dql, dsl }: Address) => JSON.stringify([index, q, dql, dsl]);
  const text = () => textOf(written());
  createEffect(
    on(text, () => {
      const { index, q, dql, dsl } = written();
      if (index !== search.address().index || index === '' || (q + dql + dsl).trim() === '') return;
      if (text() === textOf(search.address())) return;
      const calling = new AbortController();
      const timer = setTimeout(() => void ask(text(), { index, q, dql, dsl }, calling.signal), PAUSE_MS);
      onCleanup(() => {
        clearTimeout(timer);
        calling.abort();
      });
    }),
  );

  type Asked = Pick<Address, 'index' | 'q' | 'dql' | 'dsl'>;
  async function ask(asked: string, { index, q, dql, dsl }: Asked, signal: AbortSignal): Promise<void> {
    const search = { index, q, ...(dql === '' ? {} : { dql }), ...(dsl === '' ? {} : { dsl }) };
    // A check that fails says nothing of the query; the search itself will tell.
    const fault = await postValidate(search, signal).catch(() => undefined);
    if (!signal.aborted) setChecked({ text: asked, fault });
  }

  return () => (checked()?.text === text() ? checked()?.fault : undefined);
}
