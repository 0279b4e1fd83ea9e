import { createEffect, createMemo, For, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import type { Address } from '../address/address.ts';
import { helpFor, loadHelp, QUERY_LANGUAGES, type QueryLanguage } from '../languages/languages.ts';
import { DslField } from '../query/dsl-field.tsx';
import { QueryField } from '../query/query-field.tsx';
import type { SearchPort } from '../state/create-search.ts';
import type { Draft } from './create-draft.ts';
import { exampleQuery } from './example-query.ts';

export type QueryInput = HTMLInputElement | HTMLTextAreaElement;

type Props = {
  search: SearchPort;
  form: Draft;
  invalid: boolean;
  describedBy: string | undefined;
  inputRef: (input: QueryInput) => void;
  onChoose: (language: QueryLanguage) => void;
};

/** The query in the language chosen, and the choice of it. */
export function QueryPart(props: Props) {
  const type = (part: Partial<Address>) => props.form.change(part);
  const isDql = () => props.form.language() === 'dql';
  const example = createMemo(() => {
    const found = props.search.found();
    return found && exampleQuery(found, props.form.language());
  });
  const help = () => helpFor(props.form.language());
  /** Where the mistake was made, if its form tells, and not where OpenSearch stumbled over it. */
  const faultAt = () => {
    const fault = props.form.queryFault();
    if (fault?.place.kind !== 'query') return undefined;
    return help()?.mistakeIn(props.form.text()) ?? fault.error.position;
  };
  createEffect(() => {
    if (props.form.text() !== '') void loadHelp(props.form.language());
  });
  const languageChoice = () => <LanguageChoice language={props.form.language()} onChoose={props.onChoose} />;

  return (
    <Show
      when={props.form.language() === 'dsl'}
      fallback={
        <QueryField
          value={props.form.text()}
          onType={(text) => type(isDql() ? { dql: text } : { q: text })}
          placeholder={t().query.placeholder(example())}
          help={help()}
          onFocus={() => void loadHelp(props.form.language())}
          index={props.search.address().index}
          fields={props.search.fields()}
          faultAt={faultAt()}
          invalid={props.invalid}
          describedBy={props.describedBy}
          inputRef={props.inputRef}
        >
          {languageChoice()}
        </QueryField>
      }
    >
      <DslField
        value={props.form.draft().dsl}
        placeholder={t().query.dslPlaceholder(example() ?? '{ "match_all": {} }')}
        onType={(dsl) => type({ dsl })}
        invalid={props.invalid}
        describedBy={props.describedBy}
        inputRef={props.inputRef}
      >
        {languageChoice()}
      </DslField>
    </Show>
  );
}

function LanguageChoice(props: { language: QueryLanguage } & Pick<Props, 'onChoose'>) {
  return (
    <select
      class="query-language"
      aria-label={t().query.language}
      value={props.language}
      onChange={(event) => props.onChoose(event.currentTarget.value as QueryLanguage)}
    >
      <For each={QUERY_LANGUAGES}>{(name) => <option value={name}>{t().query.languages[name]}</option>}</For>
    </select>
  );
}
