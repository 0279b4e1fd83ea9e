import { lazy, Show } from 'solid-js';
import type { Field } from '../../../../shared/http.ts';
import { Later } from '../../lib/later.tsx';
import { LikeDqlNote } from '../dql/like-dql-note.tsx';
import { knownFields } from '../fields/known-fields.ts';
import { addFilter } from '../filters/filters.ts';
import type { NestedRepair } from '../nested/nested-query.ts';
import { luceneHelp } from '../query/query-completion.ts';
import { QueryFaultNote, UnknownFieldNote } from '../query/query-notes.tsx';
import { mendOf } from '../query/query-string-notes.tsx';
import type { Draft } from './create-draft.ts';

/** Most indices have nothing nested. */
const NestedFieldNote = lazy(async () => ({ default: (await import('../nested/nested-note.tsx')).NestedFieldNote }));

type Props = {
  id: string;
  form: Draft;
  /** Of the index that is searched; empty where they are not known. */
  fields: readonly Field[];
  onGo: (at: number) => void;
  onMend: (query: string) => void;
  /** Asks it as DQL. */
  onSwitch: (query: string) => void;
};

/** What is wrong with a query string, or finds less than was meant, with the way to mend it. */
export function QueryStringNotes(props: Props) {
  const query = () => props.form.draft().q;
  return (
    <>
      <Show when={props.form.queryFault()}>
        {(fault) => (
          <QueryFaultNote
            id={props.id}
            fault={fault()}
            mend={fault().place.kind === 'query' ? mendOf(query()) : undefined}
            onGo={props.onGo}
            onMend={props.onMend}
          />
        )}
      </Show>
      <UnknownFieldNote
        find={(paths) => luceneHelp.unknownIn(query(), paths)}
        fields={props.fields}
        onMend={props.onMend}
      />
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
      </Show>
      <LikeDqlNote
        query={query()}
        hasFault={props.form.queryFault() !== undefined}
        onMend={props.onMend}
        onSwitch={props.onSwitch}
      />
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
