import { For, Show } from 'solid-js';
import { Icon } from '../../lib/icon.tsx';
import type { Links } from './create-links.ts';
import type { Left } from './linked-search.ts';
import { words } from './words.ts';
import './link-note.css';

/** What was taken of a link, and by name what was not, and why. */
export function LinkNote(props: { links: Links }) {
  return (
    <section class="link-note" classList={{ bad: props.links.told()?.isSearched === false }} aria-label={words().label}>
      <Show when={props.links.reading()}>
        <p role="status">{words().reading}</p>
      </Show>
      <Show when={props.links.told()}>
        {(told) => (
          <>
            <Icon name={told().left.length === 0 ? 'complete' : 'incomplete'} />
            <div role="status">
              <p>{!told().isSearched ? words().nothing : told().left.length === 0 ? words().whole : words().partly}</p>
              <Show when={told().left.length > 0}>
                <ul>
                  <For each={told().left}>{(left) => <li>{wordsFor(left)}</li>}</For>
                </ul>
              </Show>
            </div>
            <button
              type="button"
              class="button ghost small square"
              aria-label={words().dismiss}
              onClick={() => props.links.dismiss()}
            >
              <Icon name="close" />
            </button>
          </>
        )}
      </Show>
    </section>
  );
}

function wordsFor(left: Left): string {
  const say: (name: string) => string = words().why[left.why];
  return say('name' in left ? left.name : '');
}
