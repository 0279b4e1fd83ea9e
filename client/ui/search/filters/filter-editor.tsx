import { createMemo, createUniqueId, For, onMount, Show } from 'solid-js';
import type { FieldFilter, Filter } from '../../../../shared/filter.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { SuggestInput } from '../../lib/suggest-input.tsx';
import { fieldsLike } from '../fields/field-kinds.ts';
import { knownFields } from '../fields/known-fields.ts';
import type { SearchPort } from '../state/create-search.ts';
import { createFilterForm, type FilterForm, OPERATORS, type Operator } from './create-filter-form.ts';
import { FilterValues } from './filter-values.tsx';
import { FormActions } from './form-actions.tsx';

type Props = {
  search: SearchPort;
  /** The one to change; none makes a new one. */
  filter?: FieldFilter | undefined;
  onApply: (filter: Filter) => void;
  onClose: () => void;
};

const SUGGESTED_FIELDS = 50;

/** One condition in words: field, what about it, and the values, each with suggestions from the index. */
export function FilterEditor(props: Props) {
  const faultId = createUniqueId();
  const form = createFilterForm(props.filter, props.search.fields);
  let field: HTMLInputElement | undefined;
  let value: HTMLElement | undefined;
  onMount(() => (props.filter ? value : field)?.focus());

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const filter = form.finish();
    if (filter) props.onApply(filter);
    else (form.fault() === 'needsField' ? field : value)?.focus();
  }

  return (
    <form class="filter-form" onSubmit={submit} novalidate>
      <FieldRow
        form={form}
        search={props.search}
        describedBy={faultId}
        inputRef={(input) => {
          field = input;
        }}
      />
      <FilterValues
        form={form}
        search={props.search}
        describedBy={faultId}
        inputRef={(input) => {
          value = input;
        }}
      />
      <p class="filter-fault" role="alert" id={faultId}>
        <Show when={form.fault()}>
          {(fault) => (
            <>
              <Icon name="failed" />
              {t().filter[fault()]}
            </>
          )}
        </Show>
      </p>
      <FormActions onClose={props.onClose} />
    </form>
  );
}

type FieldRowProps = {
  form: FilterForm;
  search: SearchPort;
  describedBy: string;
  inputRef: (input: HTMLInputElement) => void;
};

/** The field, and what is said about it. */
function FieldRow(props: FieldRowProps) {
  const written = () => props.form.written();
  const fields = createMemo(() =>
    fieldsLike(knownFields(props.search.fields()).filterable, written().field, SUGGESTED_FIELDS).map(
      ({ name, type }) => ({ text: name, note: type }),
    ),
  );
  return (
    <div class="filter-form-row">
      <SuggestInput
        label={t().filter.field}
        value={written().field}
        onInput={(name) => props.form.change({ field: name })}
        options={fields()}
        onPick={(name) => props.form.change({ field: name })}
        invalid={props.form.fault() === 'needsField'}
        describedBy={props.describedBy}
        inputRef={props.inputRef}
      />
      <select
        class="input"
        aria-label={t().filter.operator}
        value={written().operator}
        onChange={(event) => props.form.change({ operator: event.currentTarget.value as Operator })}
      >
        <For each={OPERATORS}>{(name) => <option value={name}>{t().filter.operators[name]}</option>}</For>
      </select>
    </div>
  );
}
