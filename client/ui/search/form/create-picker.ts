import { createEffect, createMemo, createSignal, createUniqueId } from 'solid-js';
import type { Indices } from './create-indices.ts';
import { type Offer, offersOf } from './index-matches.ts';

export type PickerProps = {
  indices: Indices;
  value: string;
  onType: (value: string) => void;
  /** An index was picked from the list. */
  onPick: (name: string) => void;
  invalid: boolean;
  inputRef: (input: HTMLInputElement) => void;
};

/** The list behind the index field: whether it is open, what it shows, which entry the keys are on. */
export function createPicker(props: PickerProps) {
  const listId = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [isTyping, setIsTyping] = createSignal(false);
  const [active, setActive] = createSignal(-1);
  /** What was typed of a name since the list opened; a name that stands there already filters nothing. */
  const typed = () => (isTyping() ? props.value : '');
  const shown = createMemo(() => offersOf(props.indices.entries(), typed()));
  const optionId = (i: number) => `${listId}-${i}`;

  function show(typing: boolean): void {
    setIsTyping(typing);
    setActive(-1);
    setOpen(true);
  }

  function pick(entry: Offer): void {
    setOpen(false);
    props.onPick(entry.name);
  }

  function move(step: 1 | -1): void {
    const count = shown().length;
    if (!open()) show(false);
    else if (count > 0) setActive((active() + step + (active() < 0 && step < 0 ? 1 : 0) + count) % count);
  }

  /** Enter with no entry chosen sends the form, with what is typed. */
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

  createEffect(() => {
    if (active() >= 0) document.getElementById(optionId(active()))?.scrollIntoView({ block: 'nearest' });
  });

  return {
    ...{ listId, optionId, open, active, typed, shown, setActive, pick, onKeyDown },
    showAll: () => open() || show(false),
    close: () => setOpen(false),
    onInput(value: string): void {
      props.onType(value);
      show(true);
    },
  };
}

export type Picker = ReturnType<typeof createPicker>;
