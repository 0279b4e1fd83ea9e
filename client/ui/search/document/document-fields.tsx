import { createMemo, createSignal, Show } from 'solid-js';
import type { Hit } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { LongList } from '../../lib/long-list.tsx';
import { cellsOf, viewOf } from '../values/cells.ts';
import { type FilterPort, ValueMenu } from '../values/value-menu.tsx';

/** The document's fields by dotted path; a press on a value offers what can be done with it. */
export function DocumentFields(props: { hit: Hit; filters: FilterPort }) {
  const [wanted, setWanted] = createSignal('');
  const [open, setOpen] = createSignal<{ name: string; at: HTMLElement }>();
  const names = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    const cells = [...cellsOf(props.hit)].filter(([, { listed }]) => !listed);
    return cells.map(([name]) => name).filter((name) => name.toLowerCase().includes(typed));
  });
  return (
    <div class="document-fields" id="document-fields" role="tabpanel" aria-label={t().document.fields}>
      <input
        class="input"
        type="search"
        aria-label={t().document.findField}
        placeholder={t().document.findField}
        value={wanted()}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <LongList
        label={t().document.fields}
        items={names()}
        control="button"
        fallback={<p class="hint">{t().document.noSuchField}</p>}
      >
        {(name) => {
          const view = () => viewOf(cellsOf(props.hit).get(name));
          return (
            <div class="document-field">
              <span>{name}</span>
              <button
                type="button"
                class={`field-value ${view().kind}`}
                aria-haspopup="menu"
                onClick={(event) => setOpen({ name, at: event.currentTarget })}
              >
                <bdi>{view().text}</bdi>
              </button>
            </div>
          );
        }}
      </LongList>
      <Show when={open()}>
        {(now) => (
          <ValueMenu
            hit={props.hit}
            name={now().name}
            filters={props.filters}
            at={() => now().at}
            onClose={() => setOpen(undefined)}
          />
        )}
      </Show>
    </div>
  );
}
