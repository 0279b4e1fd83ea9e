import { createSignal } from 'solid-js';
import type { QueryHelp } from '../query/query-completion.ts';

/** How a query may be written, by the names that its text has in an address and a search. */
export const QUERY_LANGUAGES = ['dql', 'q', 'dsl'] as const;
export type QueryLanguage = (typeof QUERY_LANGUAGES)[number];

type Loading = { help: () => QueryHelp | undefined; load: () => Promise<void> };

/** The first load goes without the readers of languages. */
const LOADING: Partial<Record<QueryLanguage, Loading>> = {
  dql: loading(async () => (await import('../dql/dql-help.ts')).dqlHelp),
  q: loading(async () => (await import('../query/query-completion.ts')).luceneHelp),
};

/** Colours, suggestions and names of fields, once they are there; of query DSL there are none. */
export function helpFor(language: QueryLanguage): QueryHelp | undefined {
  return LOADING[language]?.help();
}

/** Fetches them, once. Where they cannot be had the query is plain text, and is asked for all the same. */
export async function loadHelp(language: QueryLanguage): Promise<void> {
  await LOADING[language]?.load();
}

function loading(fetch: () => Promise<QueryHelp>): Loading {
  const [help, setHelp] = createSignal<QueryHelp>();
  let isAsked = false;
  async function load(): Promise<void> {
    if (isAsked) return;
    isAsked = true;
    try {
      const found = await fetch();
      setHelp(() => found);
    } catch {
      isAsked = false;
    }
  }
  return { help, load };
}
