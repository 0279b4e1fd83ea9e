import { For, Match, Show, Switch } from 'solid-js';
import { figures, t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Indices } from './create-indices.ts';
import { createPicker, type Picker, type PickerProps } from './create-picker.ts';
import { type Offer, partsAround } from './index-matches.ts';
import './index-picker.css';

/**
 * An editable combobox with a list (WAI-ARIA 1.2). Own code, since the text is the value here: patterns and lists of
 * names are typed, and the component libraries' comboboxes put back a listed name when the field is left.
 */
export function IndexPicker(props: PickerProps) {
  const picker = createPicker(props);
  const rows = () => props.indices.entries().find(({ name }) => name === props.value)?.rows;
  return (
    <div class="field index-picker" classList={{ invalid: props.invalid }}>
      <Icon name="db" />
      <input
        ref={props.inputRef}
        role="combobox"
        aria-keyshortcuts="i"
        aria-label={t().search.index}
        aria-expanded={picker.open()}
        aria-controls={picker.listId}
        aria-autocomplete="list"
        aria-activedescendant={picker.active() >= 0 ? picker.optionId(picker.active()) : undefined}
        aria-invalid={props.invalid}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={t().search.indexPlaceholder}
        value={props.value}
        onInput={(event) => picker.onInput(event.currentTarget.value)}
        onClick={picker.showAll}
        onKeyDown={picker.onKeyDown}
        onBlur={picker.close}
      />
      <Show when={rows()}>{(count) => <span class="hint">{figures().number(count())}</span>}</Show>
      <Icon name="down" class="index-picker-arrow" />
      <IndexListBox picker={picker} indices={props.indices} value={props.value} />
    </div>
  );
}

function IndexListBox(props: { picker: Picker; indices: Indices; value: string }) {
  const picker = props.picker;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus, so a press here must not take it
    <div class="index-list" hidden={!picker.open()} onMouseDown={(event) => event.preventDefault()}>
      <div class="index-options" id={picker.listId} role="listbox" aria-label={t().search.indices}>
        <For each={picker.shown()}>
          {(entry, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys, as the pattern has it
            // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus, as the pattern has it
            <div
              id={picker.optionId(i())}
              role="option"
              aria-selected={i() === picker.active()}
              onClick={() => picker.pick(entry)}
              onMouseMove={() => picker.setActive(i())}
            >
              <IndexOption entry={entry} typed={picker.typed()} />
            </div>
          )}
        </For>
      </div>
      <ListNote indices={props.indices} none={picker.shown().length === 0} typed={props.value} />
    </div>
  );
}

function IndexOption(props: { entry: Offer; typed: string }) {
  const parts = () => partsAround(props.entry.name, props.typed);
  return (
    <>
      <b>
        {parts()[0]}
        <mark>{parts()[1]}</mark>
        {parts()[2]} <em>{kindWords(props.entry)}</em>
      </b>
      <span>{props.entry.rows === undefined ? '' : figures().number(props.entry.rows)}</span>
      <span>{props.entry.bytes === undefined ? '' : figures().bytes(props.entry.bytes)}</span>
    </>
  );
}

function kindWords({ kind, indices }: Offer): string {
  if (kind === 'pattern') return t().picker.pattern(indices ?? 0);
  if (kind === 'alias' && indices !== undefined) return t().picker.aliasOf(indices);
  return t().search.kinds[kind];
}

function ListNote(props: { indices: Indices; none: boolean; typed: string }) {
  const state = () => props.indices.state();
  const cannotList = () => {
    const now = state();
    return now.kind === 'ready' && !now.complete;
  };
  return (
    <p class="index-list-note">
      <Switch fallback={t().search.patternHint(<code>logs-*,-*-old</code>)}>
        <Match when={state().kind === 'loading'}>{t().search.listLoading}</Match>
        <Match when={state().kind === 'failed'}>{t().search.listFailed}</Match>
        <Match when={cannotList()}>{t().search.listIncomplete}</Match>
        <Match when={props.none && props.typed !== ''}>{t().search.noIndexNamed(props.typed)}</Match>
      </Switch>
    </p>
  );
}
