import { lazy, Show } from 'solid-js';
import type { Field } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import { knownFields } from '../fields/known-fields.ts';
import { addFilter } from '../filters/filters.ts';
import type { NestedRepair } from '../nested/nested-query.ts';
import { unknownIn } from '../query/query-completion.ts';
import { mendOf, QueryFaultNote, SmallOperatorNote, UnknownFieldNote } from '../query/query-notes.tsx';
import type { SearchPort } from '../state/create-search.ts';
import type { Draft, QueryLanguage } from './create-draft.ts';
import type { QueryInput } from './query-part.tsx';

/** Most indices have nothing nested. */
const NestedFieldNote = lazy(async () => ({ default: (await import('../nested/nested-note.tsx')).NestedFieldNote }));

/** With the parser of DQL. */
const DqlNotes = lazy(async () => ({ default: (await import('../dql/dql-notes.tsx')).DqlNotes }));

type Props = {
  search: SearchPort;
  form: Draft;
  faultId: string;
  queryInput: QueryInput | undefined;
};

/** What is wrong with the search, or will find less than was meant; each with the way to mend it. */
export function FormNotes(props: Props) {
  const form = props.form;
  const isIn = (language: QueryLanguage) => form.language() === language;
  const fields = () => (form.draft().index === props.search.address().index ? props.search.fields() : []);

  function goTo(at: number): void {
    props.queryInput?.focus();
    props.queryInput?.setSelectionRange(at, Math.min(at + 1, form.text().length));
  }

  function mend(text: string): void {
    form.change({ [form.language()]: text });
    props.queryInput?.focus();
  }

  function askAsQueryString(q: string): void {
    form.chooseLanguage('q');
    form.send({ q });
    props.queryInput?.focus();
  }

  return (
    <>
      <Show when={!isIn('dql') && form.queryFault()}>
        {(fault) => (
          <QueryFaultNote
            id={props.faultId}
            fault={fault()}
            mend={isIn('q') && fault().place.kind === 'query' ? mendOf(form.draft().q) : undefined}
            onGo={goTo}
            onMend={mend}
          />
        )}
      </Show>
      <Show when={isIn('dql') && (form.queryFault() || form.draft().dql !== '')}>
        <Later>
          <DqlNotes
            id={props.faultId}
            query={form.draft().dql}
            fault={form.queryFault()}
            fields={fields()}
            onGo={goTo}
            onMend={mend}
            onSwitch={askAsQueryString}
          />
        </Later>
      </Show>
      <Show when={isIn('q')}>
        <QueryStringNotes form={form} fields={fields()} onMend={mend} />
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

/** What a query string without a fault may miss. */
function QueryStringNotes(props: { form: Draft; fields: readonly Field[]; onMend: (query: string) => void }) {
  const query = () => props.form.draft().q;
  return (
    <>
      <UnknownFieldNote find={(paths) => unknownIn(query(), paths)} fields={props.fields} onMend={props.onMend} />
      <Show when={!props.form.queryFault()}>
        <Show when={knownFields(props.fields).hasNested}>
          <Later>
            <NestedFieldNote
              query={query()}
              index={props.form.draft().index}
              fields={props.fields}
              onMend={(repair) => mendNested(props.form, repair)}
            />
          </Later>
        </Show>
        <SmallOperatorNote query={query()} onMend={props.onMend} />
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
