import { createSignal, onCleanup, Show } from 'solid-js';
import { canCopy } from './clipboard.ts';
import { t } from './i18n.ts';
import { Icon } from './icon.tsx';

const COPIED_MS = 2000;

/** Copies a text, and says so for a while. Not there where the browser lets nothing be copied. */
export function CopyButton(props: { text: () => string; label: string }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  async function copy(): Promise<void> {
    const text = props.text();
    // What makes it is not there, and says so.
    if (text === '') return;
    await navigator.clipboard.writeText(text);
    setCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), COPIED_MS);
  }

  return (
    <Show when={canCopy()}>
      <button type="button" class="button small" onClick={copy}>
        <Icon name={copied() ? 'complete' : 'copy'} />
        <span aria-live="polite">{copied() ? t().document.copied : props.label}</span>
      </button>
    </Show>
  );
}
