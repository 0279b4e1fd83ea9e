import { createVirtualizer, measureElement } from '@tanstack/solid-virtual';
import { createEffect, createSignal, For, type JSX, on, onMount, Show } from 'solid-js';
import { followWidth } from './follow-width.ts';
import { keeping } from './keeping.ts';
import './long-list.css';

export type LongListPort = {
  /** Goes to an item, and takes the focus along. */
  focusOn: (place: number, control?: string) => void;
  /** Scrolls to an item. */
  reveal: (place: number) => void;
};

type Props = {
  /** What the group of controls is called. */
  label: string;
  /** No two alike; there may be thousands. */
  items: readonly string[];
  /** CSS pixels that an item takes: as many stand beside each other as have room. Without it, one. */
  itemWidth?: number;
  children: (item: string) => JSX.Element;
  /** The first control of each, which the arrows go to. */
  control: 'input' | 'button' | 'select';
  /** In place of no items. */
  fallback: JSX.Element;
  listRef?: (list: LongListPort) => void;
};

/** Of an item, until it is drawn: `--control-s`. */
const ITEM = 26;
const GAP = 12;
const OVERSCAN = 6;

/**
 * A list that scrolls, of which only what is in sight is in the page. The arrows, Home and End go from item to
 * item, as Tab does.
 */
export function LongList(props: Props) {
  const list = createLongList(props);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset that is shrunk by what is around it does not scroll
    <div
      ref={list.setRoot}
      role="group"
      class="long-list"
      aria-label={props.label}
      onKeyDown={list.onKeyDown}
      onFocusIn={(event) => list.noteFocus(event.target)}
      onFocusOut={(event) => list.noteFocus(event.relatedTarget)}
    >
      <Show when={props.items.length > 0} fallback={props.fallback}>
        {/* biome-ignore lint/a11y/useSemanticElements: rows stand between a list and its items */}
        <div role="list" style={{ height: `${list.rows.getTotalSize()}px` }}>
          <For each={list.rows.getVirtualItems()}>
            {(row) => (
              <div
                role="presentation"
                class="long-row"
                data-index={row.index}
                ref={(element) => queueMicrotask(() => list.rows.measureElement(element))}
                style={{
                  transform: `translateY(${row.start}px)`,
                  'grid-template-columns': `repeat(${list.beside()}, minmax(0, 1fr))`,
                }}
              >
                <For each={list.itemsOf(row.index)}>
                  {(item, i) => {
                    const place = () => row.index * list.beside() + i();
                    return (
                      // biome-ignore lint/a11y/useSemanticElements: as above
                      <div
                        role="listitem"
                        data-place={place()}
                        aria-posinset={place() + 1}
                        aria-setsize={props.items.length}
                      >
                        {props.children(item)}
                      </div>
                    );
                  }}
                </For>
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}

function createLongList(props: Props) {
  const [root, setRoot] = createSignal<HTMLElement>();
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [width, setWidth] = createSignal(0);
  const [focused, setFocused] = createSignal<number>();
  // Not sooner: an element that is not in the page yet belongs to no window, and would not be watched.
  onMount(() => setScroller(root()));
  createEffect(() => followWidth(scroller(), setWidth));

  const beside = () => Math.max(1, Math.floor((width() + GAP) / ((props.itemWidth ?? width()) + GAP)));
  const rows = createVirtualizer<HTMLElement, HTMLElement>({
    ...{ getScrollElement: () => scroller() ?? null, overscan: OVERSCAN, estimateSize: () => ITEM },
    get count() {
      return Math.ceil(props.items.length / beside());
    },
    get rangeExtractor() {
      return keeping(focused());
    },
    // As the browser tells of all of them at once: to ask each for its height would lay the page out as often.
    measureElement: (element, entry, list) =>
      entry ? measureElement(element, entry, list) : (list.itemSizeCache.get(list.indexFromElement(element)) ?? ITEM),
  });
  createEffect(on([() => props.items.length, beside], () => scroller()?.scrollTo({ top: 0 }), { defer: true }));

  function focusOn(wanted: number, control: string = props.control): void {
    const place = Math.max(0, Math.min(props.items.length - 1, wanted));
    const row = Math.floor(place / beside());
    setFocused(row);
    rows.scrollToIndex(row);
    root()?.querySelector<HTMLElement>(`[data-place="${place}"] ${control}`)?.focus({ preventScroll: true });
  }
  props.listRef?.({ focusOn, reveal: (place) => rows.scrollToIndex(Math.floor(place / beside())) });

  function onKeyDown(event: KeyboardEvent): void {
    // There they choose another value.
    if (event.target instanceof HTMLSelectElement) return;
    const place = placeOf(event.target);
    if (place === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller()?.clientHeight ?? 0) / ITEM) - 1);
    const to = target(event.key, { place, beside: beside(), page, last: props.items.length - 1 });
    if (to === undefined) return;
    event.preventDefault();
    focusOn(to);
  }

  return {
    ...{ rows, beside, onKeyDown, setRoot },
    itemsOf: (row: number) => props.items.slice(row * beside(), (row + 1) * beside()),
    /** The row that has the focus stays in the page wherever it is, so that the focus is not lost with it. */
    noteFocus(element: EventTarget | null): void {
      const place = placeOf(element);
      setFocused(place === undefined ? undefined : Math.floor(place / beside()));
    },
  };
}

/** Which item an element is in. */
function placeOf(element: EventTarget | null): number | undefined {
  const item = element instanceof Element ? element.closest<HTMLElement>('[data-place]') : undefined;
  return item ? Number(item.dataset.place) : undefined;
}

type Standing = { place: number; beside: number; page: number; last: number };

function target(key: string, { place, beside, page, last }: Standing): number | undefined {
  const steps: Record<string, number> = {
    ...{ ArrowDown: beside, ArrowUp: -beside, PageDown: page * beside, PageUp: -page * beside },
    ...(beside > 1 ? { ArrowRight: 1, ArrowLeft: -1 } : {}),
    ...{ Home: -place, End: last - place },
  };
  const step = steps[key];
  return step === undefined ? undefined : place + step;
}
