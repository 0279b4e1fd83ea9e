import { createSignal, onCleanup } from 'solid-js';
import type { ExportState } from '../../export/exports.ts';
import { figures, t } from '../lib/i18n.ts';

const SECOND_MS = 1_000;

/** How an interrupted export goes on: by itself, and when, or by somebody's hand. */
export function LookNote(props: { state: ExportState }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
  onCleanup(() => clearInterval(timer));

  const text = () => {
    const { look, error } = props.state;
    const words = t().exports.looks;
    if (look?.kind === 'at') return words.at(figures().duration(wholeSeconds(look.at - now())));
    if (look) return look.kind === 'now' ? words.now : words.queued;
    if (error?.code === 'row_unreadable') return words.unreadable;
    return error?.code === 'signed_out' ? words.signedIn : words.person;
  };
  return <span class="look-note">{text()}</span>;
}

/** One at the least: what is due happens at any moment. */
function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / SECOND_MS)) * SECOND_MS;
}
