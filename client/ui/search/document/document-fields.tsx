import { createComputed, createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { Hit } from '../../../../shared/http.ts';
import { t } from '../../lib/i18n.ts';
import { LongList, type LongListPort } from '../../lib/long-list.tsx';
import { type CellView, cellsOf, viewOf } from '../values/cells.ts';
import { type FilterPort, ValueMenu } from '../values/value-menu.tsx';
import type { Find } from './create-find.ts';
import { cutAtHits, findAll, MOST_HITS } from './find.ts';

/** A value's text is cut here, which one element can hold; the JSON has it whole. */
const SHOWN_CHARS = 100_000;

/** A field, and where the wanted text is in it; `first`: the place of its first hit among all. */
type Shown = { readonly view: CellView; readonly inName: number[]; readonly inValue: number[]; readonly first: number };

/** The document's fields by dotted path, those with the wanted text; a press on a value offers what can be done with it. */
export function DocumentFields(props: { hit: Hit; find: Find; filters: FilterPort }) {
  const [open, setOpen] = createSignal<{ name: string; at: HTMLElement }>();
  const wanted = () => props.find.wanted();
  const fields = createMemo(() => {
    const cells = [...cellsOf(props.hit)].filter(([, { listed }]) => !listed);
    return cells.map(([name, cell]) => ({ name, view: viewOf(cell, SHOWN_CHARS) }));
  });
  const found = createMemo(() => findInFields(fields(), wanted()));
  createComputed(on(found, ({ hits }) => props.find.setHits(hits)));

  let list: LongListPort | undefined;
  let root: HTMLElement | undefined;
  const names = createMemo(() => [...found().shown.keys()]);
  createEffect(() => {
    const current = props.find.current();
    const place = [...found().shown.values()].findLastIndex(({ first }) => first <= current);
    if (wanted() === '' || place < 0) return;
    list?.reveal(place);
    // Of a long value the hit itself, too.
    queueMicrotask(() => root?.querySelector('mark[data-now]')?.scrollIntoView({ block: 'nearest' }));
  });

  return (
    <div
      ref={(element) => {
        root = element;
      }}
      class="document-fields"
      id="document-fields"
      role="tabpanel"
      aria-label={t().document.fields}
    >
      <LongList
        label={t().document.fields}
        items={names()}
        control="button"
        fallback={<p class="hint">{t().document.noSuchField}</p>}
        listRef={(port) => {
          list = port;
        }}
      >
        {(name) => (
          <Field name={name} shown={found().shown.get(name)} find={props.find} onOpen={(at) => setOpen({ name, at })} />
        )}
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

type FieldProps = { name: string; shown: Shown | undefined; find: Find; onOpen: (at: HTMLElement) => void };

function Field(props: FieldProps) {
  const first = () => props.shown?.first ?? 0;
  return (
    <div class="document-field">
      <span>
        <Marked text={props.name} hits={props.shown?.inName ?? []} first={first()} find={props.find} />
      </span>
      <button
        type="button"
        class={`field-value ${props.shown?.view.kind ?? ''}`}
        aria-haspopup="menu"
        onClick={(event) => props.onOpen(event.currentTarget)}
      >
        <bdi>
          <Marked
            text={props.shown?.view.text ?? ''}
            hits={props.shown?.inValue ?? []}
            first={first() + (props.shown?.inName.length ?? 0)}
            find={props.find}
          />
        </bdi>
      </button>
    </div>
  );
}

/** @param first the place of its first hit among those of all fields */
function Marked(props: { text: string; hits: readonly number[]; first: number; find: Find }) {
  const pieces = createMemo(() => cutAtHits(props.text, props.hits, props.find.wanted().length));
  return (
    <For each={pieces()}>
      {({ text, hit }) =>
        hit === undefined ? (
          text
        ) : (
          <mark data-now={props.find.current() === props.first + hit ? '' : undefined}>{text}</mark>
        )
      }
    </For>
  );
}

function findInFields(fields: readonly { name: string; view: CellView }[], wanted: string) {
  let hits = 0;
  const shown = new Map<string, Shown>();
  for (const { name, view } of fields) {
    const inName = findAll(name, wanted, MOST_HITS - hits);
    const inValue = findAll(view.text, wanted, MOST_HITS - hits - inName.length);
    if (wanted !== '' && inName.length + inValue.length === 0) continue;
    shown.set(name, { view, inName, inValue, first: hits });
    hits += inName.length + inValue.length;
  }
  return { shown, hits };
}
