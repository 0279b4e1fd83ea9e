import { Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Mend } from './query-notes.tsx';
import { inCapitals, type Repair, repairOf } from './query-repair.ts';

/** Of a query string. */
export function mendOf(query: string): Mend | undefined {
  const repair = repairOf(query);
  if (!repair) return undefined;
  return { what: faultWords(repair), at: repair.at, way: { label: mendWords(repair), query: repair.query } };
}

function faultWords(repair: Repair): string {
  const words = t().query;
  if (repair.kind === 'never_closed') return words.neverClosed(repair.sign, repair.at);
  if (repair.kind === 'never_opened') return words.neverOpened(repair.at);
  return words[repair.kind](repair.word);
}

function mendWords(repair: Repair): string {
  const words = t().query;
  if (repair.kind === 'never_closed') {
    return repair.after === undefined ? words.closeAtEnd : words.closeAfter(repair.after);
  }
  return words.removeIt(repair.kind === 'never_opened' ? repair.sign : repair.word);
}

type Props = { query: string; onMend: (query: string) => void };

/** `and` in small letters is a word like any other: many rows match, and nobody knows why. */
export function SmallOperatorNote(props: Props) {
  return (
    <Show when={inCapitals(props.query)}>
      {(mended) => (
        <p class="query-fault query-hint" role="status">
          <Icon name="incomplete" class="warn" />
          <span>{t().query.smallOperators(mended().words)}</span>
          <CapitalsButton {...props} />
        </p>
      )}
    </Show>
  );
}

/** Nothing where none is in small letters. */
export function CapitalsButton(props: Props) {
  return (
    <Show when={inCapitals(props.query)}>
      {(mended) => (
        <button type="button" class="button small" onClick={() => props.onMend(mended().query)}>
          {t().query.useCapitals(mended().words)}
        </button>
      )}
    </Show>
  );
}
