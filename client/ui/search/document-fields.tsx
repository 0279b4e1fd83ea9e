import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Hit } from '../../../shared/http.ts';
import { t } from '../lib/i18n.ts';
import { cellsOf, viewOf } from './table/cells.ts';
import { type FilterPort, ValueMenu } from './table/value-menu.tsx';

/** The document's fields by dotted path; a press on a value offers what can be done with it. */
export function DocumentFields(props: { hit: Hit; filters: FilterPort }) {
  const [wanted, setWanted] = createSignal('');
  const [open, setOpen] = createSignal<{ name: string; at: HTMLElement }>();
  const names = createMemo(() => {
    const typed = wanted().trim().toLowerCase();
    return [...cellsOf(props.hit).keys()].filter((name) => name.toLowerCase().includes(typed));
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
      <Show when={names().length > 0} fallback={<p class="hint">{t().document.noSuchField}</p>}>
        <dl>
          <For each={names()}>
            {(name) => {
              const view = () => viewOf(cellsOf(props.hit).get(name));
              return (
                <div>
                  <dt>{name}</dt>
                  <dd>
                    <button
                      type="button"
                      class={`field-value ${view().kind}`}
                      aria-haspopup="menu"
                      onClick={(event) => setOpen({ name, at: event.currentTarget })}
                    >
                      <bdi>{view().text}</bdi>
                    </button>
                  </dd>
                </div>
              );
            }}
          </For>
        </dl>
      </Show>
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
