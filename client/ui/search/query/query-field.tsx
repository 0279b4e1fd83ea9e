import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, Show } from 'solid-js';
import type { Field } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { shortcutsOn } from '../../lib/shortcuts.ts';
import { moved, type Suggestion, SuggestList } from '../../lib/suggest-input.tsx';
import { createValues } from '../fields/create-values.ts';
import { fieldsLike, kindOf } from '../fields/field-kinds.ts';
import { knownFields } from '../fields/known-fields.ts';
import { isCountable, nestedOf, withNested } from '../fields/nested-fields.ts';
import { exactField } from '../filters/filters.ts';
import type { Completion, QueryHelp } from './query-completion.ts';
import type { Token } from './tokens.ts';
import './query-field.css';

type Props = {
  value: string;
  onType: (value: string) => void;
  placeholder: string;
  /** Of the query's language; undefined where it is not there yet, and the query is plain text. */
  help: QueryHelp | undefined;
  onFocus?: () => void;
  /** The index whose fields and values are suggested, and its fields. */
  index: string;
  fields: readonly Field[];
  /** Where the fault lies, in characters from 0; undefined when there is none or nobody knows. */
  faultAt: number | undefined;
  invalid: boolean;
  describedBy: string | undefined;
  inputRef: (input: HTMLInputElement) => void;
  children?: JSX.Element;
};

/** The query, coloured as it is typed: the input's own text is see-through and a copy of it lies beneath. */
export function QueryField(props: Props) {
  const [scrolled, setScrolled] = createSignal(0);
  const [input, setInput] = createSignal<HTMLInputElement>();
  const completion = createCompletion(props, input);

  return (
    <div class="field query-field" classList={{ invalid: props.invalid }}>
      <Icon name="find" />
      <div class="query-text">
        <Paint query={props.value} help={props.help} faultAt={props.faultAt} scrolled={scrolled()} />
        <input
          ref={(el) => {
            setInput(el);
            props.inputRef(el);
          }}
          type="search"
          aria-label={t().search.query}
          aria-keyshortcuts="/"
          aria-invalid={props.invalid}
          aria-describedby={props.describedBy}
          aria-autocomplete="list"
          aria-controls={completion.listId}
          aria-activedescendant={completion.activeId()}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder={props.placeholder}
          value={props.value}
          onInput={(event) => {
            props.onType(event.currentTarget.value);
            setScrolled(event.currentTarget.scrollLeft);
            completion.follow();
          }}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onKeyDown={completion.onKeyDown}
          onClick={completion.close}
          onFocus={() => props.onFocus?.()}
          onBlur={completion.close}
        />
      </div>
      <Show when={shortcutsOn()}>
        <kbd>/</kbd>
      </Show>
      {props.children}
      <SuggestList
        id={completion.listId}
        open={completion.open()}
        options={completion.options()}
        active={completion.active()}
        onActive={completion.setActive}
        onPick={completion.take}
      />
      <span class="visually-hidden" role="status">
        {completion.open() ? t().completion.count(completion.options().length) : ''}
      </span>
    </div>
  );
}

/** @param props.scrolled CSS pixels that the input's text has moved */
function Paint(props: { query: string; help: QueryHelp | undefined; faultAt: number | undefined; scrolled: number }) {
  const tokens = (): Token[] => props.help?.tokensOf(props.query) ?? [{ text: props.query, kind: 'text' }];
  const marked = () => withFault(tokens(), props.faultAt);
  return (
    <div class="query-paint" aria-hidden="true">
      <span style={{ translate: `${-props.scrolled}px` }}>
        <For each={marked()}>{(token) => <span class={token.class}>{token.text}</span>}</For>
      </span>
    </div>
  );
}

const SUGGESTED = 12;

/** Suggestions for what stands at the caret. They come with typing, or when asked for with Ctrl and the space bar. */
function createCompletion(props: Props, input: () => HTMLInputElement | undefined) {
  const listId = createUniqueId();
  const [of, setOf] = createSignal<Completion>();
  const [active, setActive] = createSignal(-1);
  const options = createOptions(props, of);
  const open = () => of() !== undefined && options().length > 0;
  createEffect(on(options, () => setActive(-1)));
  // What was typed before it came is completed as well.
  createEffect(
    on(
      () => props.help,
      () => {
        if (document.activeElement === input() && input()?.value !== '') follow();
      },
      { defer: true },
    ),
  );

  function follow(): void {
    setActive(-1);
    const field = input();
    setOf(field ? props.help?.completionAt(field.value, field.selectionStart ?? field.value.length) : undefined);
  }

  function close(): void {
    setOf(undefined);
  }

  function take(picked: string): void {
    const now = of();
    const field = input();
    if (!now || !field || !props.help) return;
    const { query, caret } = props.help.completed(field.value, now, picked);
    props.onType(query);
    field.value = query;
    field.setSelectionRange(caret, caret);
    // Behind a field its values are next, behind an operator what it is for.
    if (now.kind !== 'value') follow();
    else close();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const chosen = open() ? options()[active()] : undefined;
    if (event.key === ' ' && event.ctrlKey) follow();
    else if (open() && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(moved(active(), step, { open: true, count: options().length }));
    } else if (event.key === 'Enter' && chosen) take(chosen.text);
    else if (event.key === 'Escape' && open()) close();
    else {
      if (['Enter', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  }

  const activeId = () => (open() && active() >= 0 ? `${listId}-${active()}` : undefined);
  return { listId, options, open, active, activeId, setActive, follow, close, take, onKeyDown };
}

/** What may be written for it: fields by their names, or values that the index holds. */
function createOptions(props: Props, of: () => Completion | undefined) {
  const values = createValues(() => {
    const now = of();
    if (now?.kind !== 'value' || props.index === '') return undefined;
    const field = exactField(now.field, props.fields);
    const known = knownFields(props.fields).byName.get(field);
    return known?.aggregatable && isCountable(field, props.fields)
      ? {
          search: withNested({ index: props.index, q: '' }, props.fields, [field]),
          ...{ field, prefix: now.text.slice(0, 100) },
        }
      : undefined;
  });
  return createMemo((): Suggestion[] => {
    const now = of();
    if (!now) return [];
    if (now.kind === 'value') {
      return values()
        .map(({ value, rows }) => ({ text: value, note: t().completion.rows(rows) }))
        .filter(({ text }) => text !== now.text);
    }
    if (now.kind === 'operator') return operatorsOf(now, props.fields);
    const typed = `${now.within ?? ''}${now.text}`;
    return fieldsLike(knownFields(props.fields).filterable, typed, SUGGESTED).map(({ name, type }) => ({
      text: name,
      note: nestedOf(name, props.fields) ? t().completion.nested(type) : type,
    }));
  });
}

/** What may follow: behind a field's name how it is compared, as far as its values can be; else what joins conditions. */
function operatorsOf(now: Extract<Completion, { kind: 'operator' }>, fields: readonly Field[]): Suggestion[] {
  const field = now.name === undefined ? undefined : knownFields(fields).byName.get(now.name);
  const isCompared = field !== undefined && kindOf(field) !== 'text' && field.type !== 'boolean';
  const words = field ? (now.comparisons ?? []).slice(0, isCompared ? undefined : 1) : now.words;
  const notes: Readonly<Record<string, string>> = t().completion.operators;
  return words.filter((word) => word.startsWith(now.text)).map((text) => ({ text, note: notes[text] ?? '' }));
}

/** The token at the fault is marked; a fault at the very end marks the last one. */
function withFault(tokens: readonly Token[], faultAt: number | undefined): { text: string; class: string }[] {
  let start = 0;
  return tokens.map((token, i) => {
    const end = start + token.text.length;
    const isFault = faultAt !== undefined && (faultAt < end || i === tokens.length - 1) && faultAt >= start;
    start = end;
    return { text: token.text, class: `token-${token.kind}${isFault ? ' token-fault' : ''}` };
  });
}
