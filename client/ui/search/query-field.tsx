import { createSignal, For, onCleanup, onMount } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { type Token, tokensOf } from './tokens.ts';
import './query-field.css';

type Props = {
  value: string;
  onType: (value: string) => void;
  /** Where the fault lies, in characters from 0; undefined when there is none or nobody knows. */
  faultAt: number | undefined;
  invalid: boolean;
  describedBy: string | undefined;
  inputRef: (input: HTMLInputElement) => void;
};

/** The query, coloured as it is typed: the input's own text is see-through and a copy of it lies beneath. */
export function QueryField(props: Props) {
  const [scrolled, setScrolled] = createSignal(0);
  const [input, setInput] = createSignal<HTMLInputElement>();
  const marked = () => withFault(tokensOf(props.value), props.faultAt);

  function focusOnSlash(event: KeyboardEvent): void {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input()?.focus();
    input()?.select();
  }
  onMount(() => document.addEventListener('keydown', focusOnSlash));
  onCleanup(() => document.removeEventListener('keydown', focusOnSlash));

  return (
    <div class="field query-field" classList={{ invalid: props.invalid }}>
      <Icon name="find" />
      <div class="query-text">
        <div class="query-paint" aria-hidden="true">
          <span style={{ translate: `${-scrolled()}px` }}>
            <For each={marked()}>{(token) => <span class={token.class}>{token.text}</span>}</For>
          </span>
        </div>
        <input
          ref={(el) => {
            setInput(el);
            props.inputRef(el);
          }}
          type="search"
          aria-label={t().search.query}
          aria-invalid={props.invalid}
          aria-describedby={props.describedBy}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder={t().search.queryPlaceholder}
          value={props.value}
          onInput={(event) => {
            props.onType(event.currentTarget.value);
            setScrolled(event.currentTarget.scrollLeft);
          }}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
        />
      </div>
      <kbd>/</kbd>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog') !== null;
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
