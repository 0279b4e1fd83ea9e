import { createEffect, createMemo, createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js';
import type { IndexEntry } from '../../../shared/http.ts';
import { figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { Indices } from './create-indices.ts';
import { matchesOf, partsAround } from './index-matches.ts';
import './index-picker.css';

type Props = {
  indices: Indices;
  value: string;
  onType: (value: string) => void;
  /** An index was picked from the list. */
  onPick: (name: string) => void;
  invalid: boolean;
  inputRef: (input: HTMLInputElement) => void;
};

/**
 * An editable combobox with a list (WAI-ARIA 1.2). Own code, since the text is the value here: patterns and lists of
 * names are typed, and the component libraries' comboboxes put back a listed name when the field is left.
 */
export function IndexPicker(props: Props) {
  const listId = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal(false);
  const [active, setActive] = createSignal(-1);
  const shown = createMemo(() => matchesOf(props.indices.entries(), typed() ? props.value : ''));
  const optionId = (i: number) => `${listId}-${i}`;
  const rows = () => props.indices.entries().find(({ name }) => name === props.value)?.rows;

  function show(): void {
    if (open()) return;
    setTyped(false);
    setActive(-1);
    setOpen(true);
  }

  function pick(entry: IndexEntry): void {
    setOpen(false);
    props.onPick(entry.name);
  }

  function move(step: number): void {
    const count = shown().length;
    if (!open()) show();
    else if (count > 0) setActive((active() + step + (active() < 0 && step < 0 ? 1 : 0) + count) % count);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const chosen = shown()[active()];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && open() && chosen) pick(chosen);
    else if (event.key === 'Escape' && open()) setOpen(false);
    else {
      if (event.key === 'Enter') setOpen(false);
      return;
    }
    event.preventDefault();
  }

  function onInput(value: string): void {
    props.onType(value);
    setTyped(true);
    setActive(-1);
    setOpen(true);
  }

  createEffect(() => {
    if (active() >= 0) document.getElementById(optionId(active()))?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <div class="field index-picker" classList={{ invalid: props.invalid }}>
      <Icon name="db" />
      <input
        ref={props.inputRef}
        role="combobox"
        aria-label={t().search.index}
        aria-expanded={open()}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active() >= 0 ? optionId(active()) : undefined}
        aria-invalid={props.invalid}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={t().search.indexPlaceholder}
        value={props.value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onClick={show}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <Show when={rows()}>{(count) => <span class="hint">{figures().number(count())}</span>}</Show>
      <Icon name="down" class="index-picker-arrow" />
      {/* The field keeps the focus, so a press in the list must not take it. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only stops the browser's own handling */}
      <div class="index-list" hidden={!open()} onMouseDown={(event) => event.preventDefault()}>
        <div class="index-options" id={listId} role="listbox" aria-label={t().search.indices}>
          <For each={shown()}>
            {(entry, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys, as the pattern has it
              // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus, as the pattern has it
              <div
                id={optionId(i())}
                role="option"
                aria-selected={i() === active()}
                onClick={() => pick(entry)}
                onMouseMove={() => setActive(i())}
              >
                <IndexOption entry={entry} typed={typed() ? props.value : ''} />
              </div>
            )}
          </For>
        </div>
        <ListNote indices={props.indices} none={shown().length === 0} typed={props.value} />
      </div>
    </div>
  );
}

function IndexOption(props: { entry: IndexEntry; typed: string }) {
  const parts = () => partsAround(props.entry.name, props.typed);
  return (
    <>
      <b>
        {parts()[0]}
        <mark>{parts()[1]}</mark>
        {parts()[2]} <em>{t().search.kinds[props.entry.kind]}</em>
      </b>
      <span>{props.entry.rows === undefined ? '' : figures().number(props.entry.rows)}</span>
      <span>{props.entry.bytes === undefined ? '' : figures().bytes(props.entry.bytes)}</span>
    </>
  );
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
