import { Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Find } from './create-find.ts';
import { MOST_HITS } from './find.ts';

/** The field that finds in the document: Enter goes on, with Shift back, Escape clears it. */
export function FindBar(props: { find: Find; fieldRef: (field: HTMLInputElement) => void }) {
  const told = () => {
    const { count, current } = props.find;
    if (count() === 0) return t().document.notFound;
    return t().document.hit(current() + 1, count(), count() >= MOST_HITS);
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter') props.find.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && props.find.wanted() !== '') props.find.setWanted('');
    else return;
    event.preventDefault();
  }

  return (
    <search class="document-find" onKeyDown={onKeyDown}>
      <input
        ref={props.fieldRef}
        class="input"
        type="search"
        aria-label={t().document.find}
        placeholder={t().document.find}
        aria-keyshortcuts="Control+F"
        value={props.find.wanted()}
        onInput={(event) => props.find.setWanted(event.currentTarget.value)}
      />
      <Show when={props.find.wanted() !== ''}>
        <StepButton find={props.find} icon="up" by={-1} label={t().document.previousHit} />
        <StepButton find={props.find} icon="down" by={1} label={t().document.nextHit} />
      </Show>
      <span class="sub" role="status">
        {props.find.wanted() === '' ? '' : told()}
      </span>
    </search>
  );
}

function StepButton(props: { find: Find; icon: 'up' | 'down'; by: 1 | -1; label: string }) {
  return (
    <button
      type="button"
      class="button ghost square small"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.find.count() === 0}
      onClick={() => props.find.step(props.by)}
    >
      <Icon name={props.icon} />
    </button>
  );
}
