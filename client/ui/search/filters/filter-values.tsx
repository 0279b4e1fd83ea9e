import { createMemo, createUniqueId, For, Match, Show, Switch } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { SuggestInput } from '../../lib/suggest-input.tsx';
import { createValues } from '../fields/create-values.ts';
import { knownFields } from '../fields/known-fields.ts';
import { isCountable, withNested } from '../fields/nested-fields.ts';
import type { SearchPort } from '../state/create-search.ts';
import { pageClock } from '../time/page-zone.ts';
import { fromInputValue, toInputValue } from '../time/times.ts';
import { type FilterForm, listed } from './create-filter-form.ts';
import { exactField } from './filters.ts';
import { hasLines } from './pasted-list.ts';

type ValuesProps = {
  form: FilterForm;
  search: SearchPort;
  describedBy: string;
  inputRef: (input: HTMLElement) => void;
};

/** What the condition says of the field: a value, several, a range, or nothing where it only has to be there. */
export function FilterValues(props: ValuesProps) {
  const written = () => props.form.written();
  const has = (end: string) => written().operator.endsWith(end);
  return (
    <Switch>
      <Match when={has('between')}>
        <div class="filter-form-row">
          <Bound {...props} label={t().filter.least} end="from" />
          <Bound {...props} label={t().filter.most} end="to" inputRef={() => undefined} />
        </div>
        <p class="hint">{t().filter.bothIncluded}</p>
      </Match>
      <Match when={has('one_of')}>
        <ValueList {...props} />
      </Match>
      <Match when={!has('exists')}>
        <ValueInput {...props} label={t().filter.value} />
        <Show when={props.form.kind() === 'text'}>
          <p class="hint">{t().filter.textHint}</p>
        </Show>
      </Match>
    </Switch>
  );
}

type ValueInputProps = ValuesProps & {
  label: string;
  onEnter?: (event: KeyboardEvent) => void;
  /** Where a text of several values goes. */
  onPasteList?: (text: string) => void;
};

function ValueInput(props: ValueInputProps) {
  const written = () => props.form.written();
  const values = createValues(() => {
    const { index } = props.search.address();
    const field = exactField(written().field, props.search.fields());
    const fields = props.search.fields();
    if (index === '' || !knownFields(fields).byName.get(field)?.aggregatable || !isCountable(field, fields))
      return undefined;
    const search = withNested({ index, q: '' }, fields, [field]);
    return { search, field, prefix: written().value.slice(0, 100) };
  });
  const options = createMemo(() =>
    values().map(({ value, rows }) => ({ text: value, note: t().completion.rows(rows) })),
  );
  const take = (value: string) => props.form.change({ value });
  function pasteList(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!props.onPasteList || !hasLines(text)) return;
    event.preventDefault();
    props.onPasteList(text);
  }
  return (
    <SuggestInput
      label={props.label}
      value={written().value}
      onInput={take}
      options={options()}
      onPick={(value) => {
        if (props.onEnter) props.form.change({ value: '', values: listed({ values: written().values, value }) });
        else take(value);
      }}
      {...(props.onEnter ? { onEnter: props.onEnter } : {})}
      onPaste={pasteList}
      invalid={isValueFault(props.form)}
      describedBy={props.describedBy}
      inputRef={props.inputRef}
    />
  );
}

function isValueFault(form: FilterForm): boolean {
  return form.fault() === 'needsValue' || form.fault() === 'needsNumber';
}

/** Values one after the other: Enter takes one into the list, and sends the form when there is none to take. */
function ValueList(props: ValuesProps) {
  const written = () => props.form.written();
  function takeIn(event: KeyboardEvent): void {
    if (written().value.trim() === '') return;
    event.preventDefault();
    props.form.change({ values: listed(written()), value: '' });
  }
  return (
    <>
      <Show when={written().values.length > 0}>
        <ul class="filter-values" aria-label={t().filter.values}>
          <For each={written().values.slice(0, SHOWN_VALUES)}>
            {(value) => (
              <li>
                <code>{value || t().filter.empty}</code>
                <button
                  type="button"
                  aria-label={t().filter.takeOut(value)}
                  onClick={() => props.form.change({ values: written().values.filter((one) => one !== value) })}
                >
                  <Icon name="close" />
                </button>
              </li>
            )}
          </For>
        </ul>
        <p class="hint filter-count">
          {t().filter.valueCount(written().values.length)}
          <Show when={written().values.length > SHOWN_VALUES}> {t().filter.firstShown(SHOWN_VALUES)}</Show>
          <button type="button" class="button ghost small" onClick={() => props.form.change({ values: [] })}>
            {t().filter.clear}
          </button>
        </p>
      </Show>
      <ValueInput {...props} label={t().filter.value} onEnter={takeIn} onPasteList={props.form.paste} />
      <p class="hint">{t().filter.valuesHint}</p>
      <PasteField form={props.form} />
    </>
  );
}

/** Values of the list that are shown: each is an element of the page. */
const SHOWN_VALUES = 50;
/** Values that a note names. */
const NAMED_VALUES = 5;

/** Takes in a list that was made elsewhere: what was pasted at once, what was typed as soon as the field is left. */
function PasteField(props: { form: FilterForm }) {
  const noteId = createUniqueId();
  function take(field: HTMLTextAreaElement, text: string): void {
    if (text.trim() === '') return;
    props.form.paste(text);
    field.value = '';
  }
  const left = () => props.form.pasted()?.invalid ?? [];
  return (
    <>
      <textarea
        class="input filter-paste"
        rows={2}
        aria-label={t().filter.pasteList}
        aria-describedby={noteId}
        placeholder={t().filter.pasteHint}
        spellcheck={false}
        onPaste={(event) => {
          event.preventDefault();
          take(event.currentTarget, event.currentTarget.value + (event.clipboardData?.getData('text/plain') ?? ''));
        }}
        onChange={(event) => take(event.currentTarget, event.currentTarget.value)}
      />
      <p class="hint" role="status" id={noteId}>
        <Show when={props.form.pasted()}>
          {(list) => t().filter.pasted(list().values.length, list().repeated, list().blank)}
        </Show>
      </p>
      <Show when={left().length > 0}>
        <p class="filter-fault" role="alert">
          <Icon name="incomplete" />
          {t().filter.leftOut(left().length, left().slice(0, NAMED_VALUES).join(', '))}
        </p>
      </Show>
    </>
  );
}

/** One end of a range. A time that a time field cannot show (date math) is written as text. */
function Bound(props: ValuesProps & { label: string; end: 'from' | 'to' }) {
  const value = () => props.form.written()[props.end];
  const asTime = () => props.form.kind() === 'date' && (value() === '' || toInputValue(value(), pageClock()) !== '');
  const set = (text: string) => props.form.change({ [props.end]: text });
  return (
    <label>
      {props.label}
      <input
        class="input"
        ref={(input) => props.inputRef(input)}
        type={asTime() ? 'datetime-local' : 'text'}
        step="1"
        inputmode={props.form.kind() === 'number' ? 'decimal' : undefined}
        aria-invalid={isValueFault(props.form)}
        aria-describedby={props.describedBy}
        value={asTime() ? toInputValue(value(), pageClock()) : value()}
        onChange={(event) => asTime() && set(fromInputValue(event.currentTarget.value, pageClock()))}
        onInput={(event) => asTime() || set(event.currentTarget.value)}
      />
    </label>
  );
}
