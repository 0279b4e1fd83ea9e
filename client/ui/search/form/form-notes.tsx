import { lazy, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { QueryLanguage } from '../languages/languages.ts';
import { QueryFaultNote } from '../query/query-notes.tsx';
import type { SearchPort } from '../state/create-search.ts';
import type { Draft } from './create-draft.ts';
import type { QueryInput } from './query-part.tsx';

/** Each with the reader of its language. */
const QueryStringNotes = lazy(async () => ({ default: (await import('./query-string-notes.tsx')).QueryStringNotes }));
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

  const hasNotes = () => form.queryFault() !== undefined || form.text() !== '';
  const about = () => ({ id: props.faultId, fields: fields(), onGo: goTo, onMend: mend });

  function goTo(at: number): void {
    props.queryInput?.focus();
    props.queryInput?.setSelectionRange(at, Math.min(at + 1, form.text().length));
  }

  function mend(text: string): void {
    form.change({ [form.language()]: text });
    props.queryInput?.focus();
  }

  function askIn(language: 'q' | 'dql', query: string): void {
    form.chooseLanguage(language);
    form.send({ [language]: query });
    props.queryInput?.focus();
  }

  return (
    <>
      <Show when={isIn('dsl') && form.queryFault()}>
        {(fault) => <QueryFaultNote id={props.faultId} fault={fault()} mend={undefined} onGo={goTo} onMend={mend} />}
      </Show>
      <Show when={isIn('q') && hasNotes()}>
        <Later>
          <QueryStringNotes form={form} onSwitch={(query) => askIn('dql', query)} {...about()} />
        </Later>
      </Show>
      <Show when={isIn('dql') && hasNotes()}>
        <Later>
          <DqlNotes
            query={form.draft().dql}
            fault={form.queryFault()}
            onSwitch={(query) => askIn('q', query)}
            {...about()}
          />
        </Later>
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
