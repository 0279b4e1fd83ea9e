import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, on, onCleanup, onMount } from 'solid-js';
import { hrefOf } from '../lib/href.ts';
import { nextTask } from '../lib/next-task.ts';
import { type Address, sameAddress } from '../search/address/address.ts';
import { withKeptSort } from '../search/address/kept-sort.ts';
import { linkInAddress } from '../search/address/link-in.ts';
import { placeOfSearch, readPlace } from '../search/address/place.ts';
import type { SearchPort } from '../search/state/create-search.ts';

/** Pages beside the search. */
const isOther = (path: string) => [hrefOf('/monitor'), hrefOf('/run')].includes(path);

/** The search and the address, each of which follows the other. */
export function createPlace(search: SearchPort, { onLink }: { onLink: (link: string) => Promise<void> }) {
  const navigate = useNavigate();
  const page = useLocation();
  const onSearch = () => !isOther(page.pathname);

  function readAndRun(): void {
    if (isOther(location.pathname)) return;
    const link = linkInAddress(location.search, location.hash);
    if (link !== undefined) return void onLink(link);
    const wanted = readPlace(location.search, history.state);
    if ('lost' in wanted) search.lose(wanted);
    else if (search.address().index !== '') void search.run(wanted);
    else {
      // Only what is opened comes in the order kept for it: an entry that one goes back to has its own.
      void search.run(withKeptSort(wanted));
      followSearch();
    }
  }
  /** Back from another page the search is there already. */
  function wentBack(): void {
    const wanted = readPlace(location.search, history.state);
    if ('lost' in wanted || search.fault()?.kind === 'lost' || !sameAddress(wanted, search.address())) readAndRun();
  }
  onMount(() => {
    window.addEventListener('popstate', wentBack);
    readAndRun();
  });
  onCleanup(() => window.removeEventListener('popstate', wentBack));

  /** Columns of the table come and go without a search, and so does the page; the entry of the history follows. */
  const followSearch = () => {
    if (!onSearch() || isOther(location.pathname) || search.fault()?.kind === 'lost') return;
    const { href, state } = placeOfSearch(search.address());
    history.replaceState({ ...history.state, search: state?.search }, '', hrefOf(href));
  };
  createEffect(on(() => search.address().columns, followSearch, { defer: true }));
  // The router writes its own entry first.
  createEffect(on(onSearch, () => void nextTask().then(followSearch), { defer: true }));

  function searchFor(wanted: Address): void {
    // Another index has other columns.
    const isNew = wanted.index !== search.address().index;
    searchExactly(isNew ? withKeptSort({ ...wanted, sort: '', columns: '' }) : wanted, { replace: false });
  }

  /** @param how.replace  the entry of the history is the search's from now on */
  function searchExactly(address: Address, how: { replace: boolean }): void {
    const { href, state } = placeOfSearch(address);
    const shown = readPlace(location.search, history.state);
    if (!onSearch()) navigate(hrefOf(href), state ? { state } : {});
    else if (how.replace) history.replaceState(state ?? null, '', hrefOf(href));
    else if ('lost' in shown || !sameAddress(address, shown)) history.pushState(state, '', hrefOf(href));
    void search.run(address);
  }

  return { onSearch, searchFor, searchExactly };
}
