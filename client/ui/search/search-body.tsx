import { createSignal, type JSX, lazy, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { Later } from '../lib/later.tsx';
import type { Address } from './address/address.ts';
import { FilterBar } from './filters/filter-bar.tsx';
import type { SearchPort } from './state/create-search.ts';
import './search-body.css';

type Props = { search: SearchPort; onSearch: (address: Address) => void; children: JSX.Element };

/** Fetched when there is something to count. */
const FacetPane = lazy(async () => ({ default: (await import('./facets/facet-pane.tsx')).FacetPane }));
const HistogramPane = lazy(async () => ({ default: (await import('./histogram/histogram-pane.tsx')).HistogramPane }));

/** Below the search form: its conditions, and around the rows what is counted of them, once they are there. */
export function SearchBody(props: Props) {
  const [facetsOpen, setFacetsOpen] = createSignal(false);
  const found = () => props.search.found() !== undefined && props.search.address().index !== '';
  let facetsButton: HTMLButtonElement | undefined;

  function closeFacets(): void {
    setFacetsOpen(false);
    facetsButton?.focus();
  }

  return (
    <>
      <FilterBar search={props.search} onSearch={props.onSearch}>
        <Show when={found()}>
          <button
            type="button"
            class="button small facets-button"
            ref={facetsButton}
            aria-expanded={facetsOpen()}
            onClick={() => setFacetsOpen(true)}
          >
            <Icon name="facets" />
            {t().facets.show}
          </button>
        </Show>
      </FilterBar>
      <div class="search-body" classList={{ 'with-facets': found() }}>
        <Show when={found()}>
          <Later fallback={<aside class="facets" aria-label={t().facets.label} />}>
            <FacetPane search={props.search} onSearch={props.onSearch} open={facetsOpen()} onClose={closeFacets} />
          </Later>
        </Show>
        <div class="search-main">
          <Show when={found()}>
            <Later>
              <HistogramPane search={props.search} onSearch={props.onSearch} />
            </Later>
          </Show>
          {props.children}
        </div>
      </div>
    </>
  );
}
