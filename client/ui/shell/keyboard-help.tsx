import { createSignal, createUniqueId, For, onMount } from 'solid-js';
import { CloseButton } from '../lib/close-button.tsx';
import { t } from '../lib/i18n.ts';
import { chooseShortcuts, shortcutsOn } from '../lib/shortcuts.ts';
import '../lib/sheet.css';
import './keyboard-help.css';

/** Keys by what they do; the words are the catalogue's. */
const KEYS = [
  ['/', 'query'],
  ['i', 'index'],
  ['f', 'filter'],
  ['c', 'columns'],
  ['j', 'next'],
  ['k', 'previous'],
  ['e', 'export'],
  ['x', 'exports'],
  ['s', 'search'],
  ['m', 'monitor'],
  ['?', 'help'],
] as const;

/** Which keys do what, and the switch that turns single keys off. */
export function KeyboardHelp(props: { onClose: () => void }) {
  const titleId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  onMount(() => dialog()?.showModal());
  const words = () => t().shell.keys;
  return (
    <dialog ref={setDialog} class="sheet keyboard-help" aria-labelledby={titleId} onClose={props.onClose}>
      <header>
        <h2 id={titleId}>{words().title}</h2>
        <CloseButton onClick={() => dialog()?.close()} />
      </header>
      <dl>
        <For each={KEYS}>
          {([key, what]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words().does[what]}</dd>
            </div>
          )}
        </For>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{words().does.escape}</dd>
        </div>
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={shortcutsOn()}
          onChange={(event) => chooseShortcuts(event.currentTarget.checked)}
        />
        {words().on}
      </label>
    </dialog>
  );
}
