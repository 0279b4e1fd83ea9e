import { lazy, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import { knownFields } from '../fields/known-fields.ts';
import { addFilter } from '../filters/filters.ts';
import type { NestedRepair } from '../nested/nested-query.ts';
import { QueryFaultNote, SmallOperatorNote, UnknownFieldNote } from '../query/query-notes.tsx';
import type { SearchPort } from '../state/create-search.ts';
import type { Draft } from './create-draft.ts';
import type { QueryInput } from './query-part.tsx';

/** Most indices have nothing nested. */
const NestedFieldNote = lazy(async () => ({ default: (await import('../nested/nested-note.tsx')).NestedFieldNote }));

type Props = {
  search: SearchPort;
  form: Draft;
  faultId: string;
  queryInput: QueryInput | undefined;
};

/** What is wrong with the search, or will find less than was meant; each with the way to mend it. */
export function FormNotes(props: Props) {
  const form = props.form;
  const isDsl = () => form.language() === 'dsl';
  const isSearched = () => form.draft().index === props.search.address().index;

  function goTo(at: number): void {
    const text = isDsl() ? form.draft().dsl : form.draft().q;
    props.queryInput?.focus();
    props.queryInput?.setSelectionRange(at, Math.min(at + 1, text.length));
  }

  function mend(q: string): void {
    form.change({ q });
    props.queryInput?.focus();
  }

  return (
    <>
      <Show when={form.queryFault()}>
        {(fault) => (
          <QueryFaultNote
            id={props.faultId}
            fault={fault()}
            query={isDsl() || fault().place.kind !== 'query' ? undefined : form.draft().q}
            onGo={goTo}
            onMend={mend}
          />
        )}
      </Show>
      <Show when={!isDsl() && isSearched()}>
        <UnknownFieldNote query={form.draft().q} fields={props.search.fields()} onMend={mend} />
      </Show>
      <Show when={!isDsl() && !form.queryFault()}>
        <Show when={isSearched() && knownFields(props.search.fields()).hasNested}>
          <Later>
            <NestedFieldNote
              query={form.draft().q}
              index={form.draft().index}
              fields={props.search.fields()}
              onMend={(repair) => mendNested(form, repair)}
            />
          </Later>
        </Show>
        <SmallOperatorNote query={form.draft().q} onMend={mend} />
      </Show>
      <Show when={form.indexMissing()}>
        <p class="query-fault" role="alert">
          <Icon name="failed" />
          {t().search.indexMissing}
        </p>
      </Show>
    </>
  );
}

/** Sent at once: filters are the search's, and belong to no text that is being written. */
function mendNested(form: Draft, repair: NestedRepair): void {
  if (repair.kind === 'dsl') {
    form.setLanguage('dsl');
    return form.send({ dsl: repair.dsl });
  }
  const filters = repair.filters.reduce(addFilter, form.draft());
  form.send({ q: repair.q, filters: filters.filters });
}
