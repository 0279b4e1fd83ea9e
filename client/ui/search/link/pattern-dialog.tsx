import { createMemo, createSignal, createUniqueId, onMount } from 'solid-js';
import { SuggestInput } from '../../lib/suggest-input.tsx';
import type { Indices } from '../form/create-indices.ts';
import { offersOf } from '../form/index-matches.ts';
import type { LinkedSearch } from './linked-search.ts';
import { words } from './words.ts';
import '../../lib/sheet.css';
import './pattern-dialog.css';

type Props = { linked: LinkedSearch; indices: Indices; onAnswer: (title: string) => void; onClose: () => void };

const OFFERED = 8;

/** Asks for the index behind a pattern that cannot be read. */
export function PatternDialog(props: Props) {
  const titleId = createUniqueId();
  const aboutId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  /** Who writes links by hand may put the index itself there. */
  const likely = () => props.indices.entries().find(({ name }) => name === props.linked.pattern.id)?.name;
  const [title, setTitle] = createSignal(likely() ?? '');
  const [isMissing, setIsMissing] = createSignal(false);
  const offers = createMemo(() =>
    offersOf(props.indices.entries(), title())
      .filter(({ name }) => name !== title().trim())
      .slice(0, OFFERED)
      .map(({ name }) => ({ text: name })),
  );
  let input: HTMLInputElement | undefined;
  onMount(() => {
    dialog()?.showModal();
    input?.focus();
  });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setIsMissing(title().trim() === '');
    if (isMissing()) return input?.focus();
    props.onAnswer(title().trim());
  }

  return (
    <dialog ref={setDialog} class="sheet pattern-dialog" aria-labelledby={titleId} onClose={() => props.onClose()}>
      <form onSubmit={submit} novalidate>
        <h2 id={titleId}>{words().askTitle}</h2>
        <p id={aboutId}>
          {props.linked.pattern.id === undefined ? words().askNone : words().ask(props.linked.pattern.id)}
        </p>
        <SuggestInput
          label={words().askIndex}
          value={title()}
          onInput={setTitle}
          options={offers()}
          onPick={props.onAnswer}
          invalid={isMissing()}
          describedBy={aboutId}
          inputRef={(field) => {
            input = field;
          }}
        />
        <footer>
          <button type="button" class="button" onClick={() => dialog()?.close()}>
            {words().cancel}
          </button>
          <button type="submit" class="button primary">
            {words().search}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
