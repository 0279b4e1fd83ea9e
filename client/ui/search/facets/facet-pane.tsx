import { batch, createEffect, createMemo, createSignal, For, Match, on, Show, Switch } from 'solid-js';
import type { Facet, FieldValue } from '../../../../shared/figures.ts';
import type { Filter } from '../../../../shared/filter.ts';
import type { Search } from '../../../../shared/search.ts';
import { postFacets } from '../../lib/api.ts';
import { figures, t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Address } from '../address/address.ts';
import { withNested } from '../fields/nested-fields.ts';
import { addFilter, hasFilter, toggleFilter } from '../filters/filters.ts';
import { createAnswer } from '../state/create-answer.ts';
import type { SearchPort } from '../state/create-search.ts';
import { FIRST_FIELDS, facetFields, facetName } from './facet-fields.ts';
import './facet-pane.css';

type Props = { search: SearchPort; onSearch: (address: Address) => void; open: boolean; onClose: () => void };

const VALUES = 8;
const MORE_VALUES = 50;
const NAMED_LEFT = 3;
/** Fields that are passed over as each row has a value of its own: so many are counted in their place at most. */
const MOST_PASSED = 8;

/** The top values of the index's keyword fields in the rows found: beside them, or on a phone as a sheet above. */
export function FacetPane(props: Props) {
  const [shown, setShown] = createSignal(FIRST_FIELDS);
  const [eachOnce, setEachOnce] = createSignal<ReadonlySet<string>>(new Set());
  const fields = createMemo(() => facetFields(props.search.fields(), shown() + Math.min(eachOnce().size, MOST_PASSED)));
  createEffect(
    on(
      () => props.search.address().index,
      () => batch(() => [setShown(FIRST_FIELDS), setEachOnce(new Set<string>())]),
    ),
  );
  const tellEachOnce = (field: string, is: boolean) => {
    if (eachOnce().has(field) === is) return;
    const others = [...eachOnce()].filter((one) => one !== field);
    setEachOnce(new Set(is ? [...others, field] : others));
  };

  return (
    <aside
      class="facets"
      classList={{ open: props.open }}
      aria-label={t().facets.label}
      onKeyDown={(event) => event.key === 'Escape' && props.open && props.onClose()}
    >
      <header>
        <h2>{t().facets.label}</h2>
        <button
          type="button"
          class="button ghost square small"
          aria-label={t().facets.close}
          ref={(button) => createEffect(() => props.open && queueMicrotask(() => button.focus()))}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <For each={fields().shown}>{(field) => <FacetSection {...props} field={field} onEachOnce={tellEachOnce} />}</For>
      <Show when={fields().shown.every((field) => eachOnce().has(field))}>
        <p class="sub">{t().facets.noFields}</p>
      </Show>
      <Show when={fields().left.length > 0}>
        <p class="sub">{t().facets.left(fields().left.slice(0, NAMED_LEFT), fields().left.length)}</p>
      </Show>
      <Show when={fields().more}>
        <button type="button" class="button ghost small" onClick={() => setShown(shown() + FIRST_FIELDS)}>
          {t().facets.moreFields}
        </button>
      </Show>
    </aside>
  );
}

/** A field's top values. They come after the rows and each field by itself, so that a slow one holds nothing up. */
function FacetSection(props: Props & { field: string; onEachOnce: (field: string, is: boolean) => void }) {
  const [size, setSize] = createSignal(VALUES);
  const asked = () => {
    const found = props.search.found();
    if (!found) return undefined;
    const search: Search = withNested(found.search, found.fields, [props.field]);
    return { ...search, fields: [props.field], size: size() };
  };
  const { answer, value, again } = createAnswer(asked, postFacets);
  const facet = () => value()?.facets[0];
  const eachOnce = createMemo(() => isEachOnce(facet()));
  createEffect(() => props.onEachOnce(props.field, eachOnce()));
  return (
    <section hidden={eachOnce()} classList={{ waiting: answer().kind === 'loading' }}>
      <h3 title={props.field}>
        {facetName(props.field, props.search.fields())} <small>{standing(facet())}</small>
      </h3>
      <Switch>
        <Match when={answer().kind === 'failed'}>
          <p class="sub">{t().facets.failed}</p>
          <button type="button" class="button ghost small" onClick={again}>
            {t().facets.again}
          </button>
        </Match>
        <Match when={facet()}>
          {(now) => (
            <>
              <ul>
                <For each={now().values}>
                  {(each) => <FacetValue {...props} each={each} most={now().values[0]?.rows ?? 1} />}
                </For>
              </ul>
              <Show when={now().values.length === 0}>
                <p class="sub">{t().facets.none}</p>
              </Show>
              <Show when={now().approximate}>
                <p class="sub">{t().facets.approximate}</p>
              </Show>
              <Show when={now().distinct > VALUES}>
                <button
                  type="button"
                  class="button ghost small"
                  onClick={() => setSize(size() === VALUES ? MORE_VALUES : VALUES)}
                >
                  {size() === VALUES ? t().facets.more : t().facets.fewer}
                </button>
              </Show>
            </>
          )}
        </Match>
        <Match when={answer().kind === 'loading'}>
          <p class="sub">{t().facets.slow}</p>
        </Match>
      </Switch>
    </section>
  );
}

function standing(facet: Facet | undefined): string {
  if (!facet || facet.distinct === 0) return '';
  const shown = facet.values.length;
  return facet.distinct > shown ? t().facets.top(shown, facet.distinct) : t().facets.all(shown);
}

/** An identifier, of which a list would say nothing. */
function isEachOnce(facet: Facet | undefined): boolean {
  return facet !== undefined && facet.distinct > VALUES && facet.values[0]?.rows === 1;
}

function FacetValue(props: Props & { field: string; each: FieldValue; most: number }) {
  const is = (): Filter => ({ field: props.field, op: 'is', value: props.each.value });
  const isOn = () => hasFilter(props.search.address(), is());
  const name = () => props.each.value || t().filter.empty;
  return (
    <li class="facet-value" style={{ '--part': `${(100 * props.each.rows) / props.most}%` }}>
      <button
        type="button"
        aria-pressed={isOn()}
        aria-label={`${t().facets.only(name())}, ${t().completion.rows(props.each.rows)}`}
        title={props.each.value}
        onClick={() => props.onSearch(toggleFilter(props.search.address(), is()))}
      >
        <code>{name()}</code>
        <span>{figures().number(props.each.rows)}</span>
      </button>
      <button
        type="button"
        class="facet-without"
        aria-label={t().facets.without(name())}
        title={t().facets.without(name())}
        onClick={() => props.onSearch(addFilter(props.search.address(), { ...is(), not: true }))}
      >
        <Icon name="cancelled" />
      </button>
    </li>
  );
}
