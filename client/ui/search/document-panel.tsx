import { stringify } from 'lossless-json';
import { createMemo, createSignal, For, onCleanup } from 'solid-js';
import type { Hit } from '../../../shared/http.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { jsonTokens } from './json-tokens.ts';
import './document-panel.css';

type Props = {
  hit: Hit;
  /** Its place among the rows, from 1. */
  at: number;
  shown: number;
  total: number;
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
};

const COPIED_MS = 2000;

/** One document, as it is stored. */
export function DocumentPanel(props: Props) {
  const json = createMemo(() => stringify(props.hit._source, undefined, 2) ?? '');

  return (
    <aside
      class="document"
      aria-label={t().document.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <header>
        <h2>{t().document.label}</h2>
        <span class="sub">{t().document.place(props.at, props.total)}</span>
        <span class="space" />
        <PanelButton icon="up" label={t().document.previous} off={props.at <= 1} onPress={() => props.onMove(-1)} />
        <PanelButton
          icon="down"
          label={t().document.next}
          off={props.at >= props.shown}
          onPress={() => props.onMove(1)}
        />
        <PanelButton icon="close" label={t().document.close} off={false} onPress={props.onClose} />
      </header>
      <dl class="document-place">
        <div>
          <dt>_index</dt>
          <dd>{props.hit._index}</dd>
        </div>
        <div>
          <dt>_id</dt>
          <dd>{props.hit._id}</dd>
        </div>
      </dl>
      <div class="document-bar">
        <h3>JSON</h3>
        <span class="space" />
        <CopyButton text={json()} />
      </div>
      {/* In the tab order, since it scrolls. */}
      <section class="json" tabindex="0" aria-label={t().document.jsonLabel}>
        <pre>
          <For each={jsonTokens(json())}>{(token) => <span class={`token-${token.kind}`}>{token.text}</span>}</For>
        </pre>
      </section>
      <p class="document-foot sub">{t().document.asStored}</p>
    </aside>
  );
}

function PanelButton(props: { icon: 'up' | 'down' | 'close'; label: string; off: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      class="button ghost square small"
      aria-label={props.label}
      aria-disabled={props.off}
      onClick={() => !props.off && props.onPress()}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function CopyButton(props: { text: string }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), COPIED_MS);
  }

  return (
    <button type="button" class="button small" onClick={copy}>
      <Icon name={copied() ? 'complete' : 'copy'} />
      <span aria-live="polite">{copied() ? t().document.copied : t().document.copy}</span>
    </button>
  );
}
