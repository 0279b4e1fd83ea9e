import { createEffect, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import { t } from './i18n.ts';
import './suggest.css';

export type Suggestion = { readonly text: string; readonly note?: string };

type Props = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  options: readonly Suggestion[];
  onPick: (text: string) => void;
  /** Enter with no suggestion chosen; the form is sent where it gives nothing. */
  onEnter?: (event: KeyboardEvent) => void;
  onPaste?: (event: ClipboardEvent) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
  inputRef?: (input: HTMLInputElement) => void;
};

/** A field that suggests what may be typed (an editable combobox, WAI-ARIA 1.2); anything else may be typed as well. */
export function SuggestInput(props: Props) {
  const listId = createUniqueId();
  const { setOpen, active, setActive, shown, pick, onKeyDown } = createSuggesting(props);

  return (
    <div class="suggest">
      <input
        class="input"
        ref={(input) => props.inputRef?.(input)}
        role="combobox"
        aria-label={props.label}
        aria-expanded={shown()}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown() && active() >= 0 ? `${listId}-${active()}` : undefined}
        aria-invalid={props.invalid ?? false}
        aria-describedby={props.describedBy}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={props.value}
        onInput={(event) => {
          props.onInput(event.currentTarget.value);
          setActive(-1);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onPaste={(event) => props.onPaste?.(event)}
        onBlur={() => setOpen(false)}
      />
      <SuggestList
        id={listId}
        open={shown()}
        options={props.options}
        active={active()}
        onActive={setActive}
        onPick={pick}
      />
    </div>
  );
}

/** The list that opens and closes, and what the keys do to it. */
function createSuggesting(props: Props) {
  const [open, setOpen] = createSignal(false);
  const [active, setActive] = createSignal(-1);
  const shown = () => open() && props.options.length > 0;
  createEffect(
    on(
      () => props.options,
      () => setActive(-1),
    ),
  );

  function pick(text: string): void {
    setOpen(false);
    setActive(-1);
    props.onPick(text);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const chosen = shown() ? props.options[active()] : undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setActive(moved(active(), event.key === 'ArrowDown' ? 1 : -1, { open: shown(), count: props.options.length }));
      setOpen(true);
    } else if (event.key === 'Enter' && chosen) pick(chosen.text);
    else if (event.key === 'Escape' && shown()) {
      // The popover around stays.
      event.stopPropagation();
      setOpen(false);
    } else {
      if (event.key === 'Enter') props.onEnter?.(event);
      return;
    }
    event.preventDefault();
  }

  return { setOpen, active, setActive, shown, pick, onKeyDown };
}

/** Where the keys go next: round and round, and onto nothing when the list has just opened. */
export function moved(active: number, step: 1 | -1, list: { open: boolean; count: number }): number {
  if (!list.open || list.count === 0) return -1;
  if (active < 0) return step > 0 ? 0 : list.count - 1;
  return (active + step + list.count) % list.count;
}

type ListProps = {
  id: string;
  open: boolean;
  options: readonly Suggestion[];
  active: number;
  onActive: (i: number) => void;
  onPick: (text: string) => void;
};

/** The list under a field, which keeps the focus and handles the keys. */
export function SuggestList(props: ListProps) {
  createEffect(() => {
    if (props.active >= 0) document.getElementById(`${props.id}-${props.active}`)?.scrollIntoView({ block: 'nearest' });
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus, so a press here must not take it
    <div class="suggest-list" hidden={!props.open} onMouseDown={(event) => event.preventDefault()}>
      <div id={props.id} role="listbox" aria-label={t().completion.label}>
        <For each={props.options}>
          {(option, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys, as the pattern has it
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as the pattern has it
            <div
              id={`${props.id}-${i()}`}
              role="option"
              aria-selected={i() === props.active}
              onClick={() => props.onPick(option.text)}
              // A list that opens under a mouse at rest chooses nothing.
              onMouseMove={(event) => (event.movementX || event.movementY) && props.onActive(i())}
            >
              <b>{option.text}</b>
              <Show when={option.note}>
                <span>{option.note}</span>
              </Show>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
