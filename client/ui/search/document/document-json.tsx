import { createComputed, createEffect, createMemo, For, on, onCleanup } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import type { Find } from './create-find.ts';
import { findAll } from './find.ts';
import { jsonTokens } from './json-tokens.ts';

/** The document as JSON. Hits are marked by ranges (CSS Custom Highlight API): the text itself, of megabytes maybe, stays as it is. */
export function DocumentJson(props: { json: string; find: Find }) {
  let [view, text]: [HTMLElement | undefined, HTMLElement | undefined] = [undefined, undefined];
  const hits = createMemo(() => findAll(props.json, props.find.wanted()));
  createComputed(on(hits, (now) => props.find.setHits(now.length)));
  const tokens = createMemo(() => jsonTokens(props.json));

  createEffect(() => {
    tokens();
    const ranges = text ? rangesAt(text, hits(), props.find.wanted().length) : [];
    mark('document-hits', ranges);
    createEffect(() => {
      const now = ranges[props.find.current()];
      mark('document-hit', now ? [now] : []);
      if (now && view) bringInSight(view, now);
    });
  });
  onCleanup(() => {
    mark('document-hits', []);
    mark('document-hit', []);
  });

  return (
    // In the tab order, since it scrolls.
    <section
      ref={(element) => {
        view = element;
      }}
      class="json"
      id="document-json"
      role="tabpanel"
      tabindex="0"
      aria-label={t().document.jsonLabel}
    >
      <pre
        ref={(element) => {
          text = element;
        }}
      >
        <For each={tokens()}>{(token) => <span class={`token-${token.kind}`}>{token.text}</span>}</For>
      </pre>
    </section>
  );
}

/** Places of a text as ranges in the nodes that it is made of. */
function rangesAt(root: HTMLElement, starts: readonly number[], size: number): Range[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let [node, before] = [walker.nextNode(), 0];
  const placeOf = (at: number): { node: Node; offset: number } | undefined => {
    while (node && at > before + (node.nodeValue?.length ?? 0)) {
      before += node.nodeValue?.length ?? 0;
      node = walker.nextNode();
    }
    return node ? { node, offset: at - before } : undefined;
  };
  return starts.flatMap((start) => {
    const [from, to] = [placeOf(start), placeOf(start + size)];
    if (!from || !to) return [];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [range];
  });
}

/** A browser without it scrolls to the hits, and marks none. */
function mark(name: string, ranges: readonly Range[]): void {
  if (typeof Highlight === 'undefined') return;
  if (ranges.length === 0) return void CSS.highlights.delete(name);
  const highlight = new Highlight();
  for (const range of ranges) highlight.add(range);
  highlight.priority = name === 'document-hit' ? 1 : 0;
  CSS.highlights.set(name, highlight);
}

function bringInSight(view: HTMLElement, range: Range): void {
  // Again where the blocks on the way were not laid out before.
  for (let i = 0; i < 3; i += 1) {
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    const [outer, inner] = [view.getBoundingClientRect(), range.getBoundingClientRect()];
    if (inner.height > 0 && inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    view.scrollTop += inner.top - outer.top - outer.height / 2;
  }
}
