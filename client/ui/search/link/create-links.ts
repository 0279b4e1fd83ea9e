import { createEffect, createSignal, on } from 'solid-js';
import { fetched } from '../../lib/missing.ts';
import { type Address, sameAddress } from '../address/address.ts';
import type { SearchPort } from '../state/create-search.ts';
import type { Left, LinkedSearch } from './linked-search.ts';
import type { Opened } from './open-link.ts';

/** What came of the last link; `isSearched`: a search was made of it. */
export type Told = { readonly left: readonly Left[]; readonly isSearched: boolean };

type Options = {
  search: SearchPort;
  /** Searches for what a link stands for; `replace`: in place of the page's entry in the history. */
  onSearch: (address: Address, how: { replace: boolean }) => void;
};

/** What reads links is fetched with the first one. */
const reader = () => fetched(() => import('./open-link.ts'));

/** Links of Discover that are pasted or opened, from reading one to its search. */
export function createLinks({ search, onSearch }: Options) {
  const [reading, setReading] = createSignal(false);
  const [asking, setAsking] = createSignal<LinkedSearch>();
  const [told, setTold] = createSignal<Told>();
  let replace = false;
  let own: Address | undefined;
  let latest = 0;

  // It speaks of one search; another one, or going back, ends it.
  createEffect(on(search.address, (now) => own && !isSame(now, own) && setTold(undefined), { defer: true }));

  function show(opened: Opened): void {
    setReading(false);
    setAsking(opened.kind === 'ask' ? opened.linked : undefined);
    setTold(undefined);
    if (opened.kind === 'ask') return;
    own = opened.kind === 'search' ? opened.address : search.address();
    if (opened.kind === 'search') onSearch(opened.address, { replace });
    setTold({ left: opened.left, isSearched: opened.kind === 'search' });
    // The keys are the rows' from here on: `e` begins an export of them.
    if (opened.kind === 'search') document.getElementById('results')?.focus();
  }

  async function open(link: string, how: { replace?: boolean } = {}): Promise<void> {
    latest += 1;
    const turn = latest;
    replace = how.replace ?? false;
    setReading(true);
    const read = await reader().catch(() => undefined);
    const opened = await read?.openLink(link).catch((): Opened => ({ kind: 'nothing', left: [{ why: 'no_link' }] }));
    if (turn !== latest) return;
    if (opened) show(opened);
    else setReading(false);
  }

  return {
    ...{ reading, asking, told, open },
    async answer(title: string): Promise<void> {
      const linked = asking();
      const read = linked && (await reader().catch(() => undefined));
      if (read) show(read.openWith(linked, title));
    },
    cancel: () => setAsking(undefined),
    dismiss: () => setTold(undefined),
  };
}

export type Links = ReturnType<typeof createLinks>;

/** Columns come and go without another search. */
function isSame(a: Address, b: Address): boolean {
  return sameAddress({ ...a, columns: '' }, { ...b, columns: '' });
}
