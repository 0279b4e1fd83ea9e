import { createSignal } from 'solid-js';
import type { QueryHelp } from '../query/query-completion.ts';

const [help, setHelp] = createSignal<QueryHelp>();
let isAsked = false;

/** Colours and suggestions for DQL, once they are there: the first load goes without its parser. */
export { help as dqlHelp };

/** Where they cannot be fetched the query is plain text, and is asked for all the same. */
export async function loadDql(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    const loaded = await import('./dql-help.ts');
    setHelp(loaded.dqlHelp);
  } catch {
    isAsked = false;
  }
}
