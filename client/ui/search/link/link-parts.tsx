import { lazy, Show } from 'solid-js';
import { Later } from '../../lib/later.tsx';
import type { Indices } from '../form/create-indices.ts';
import type { Links } from './create-links.ts';

const LinkNote = lazy(async () => ({ default: (await import('./link-note.tsx')).LinkNote }));
const PatternDialog = lazy(async () => ({ default: (await import('./pattern-dialog.tsx')).PatternDialog }));

/** What is told and asked of a link, once there is one. */
export function LinkParts(props: { links: Links; indices: Indices }) {
  return (
    <>
      <Show when={props.links.reading() || props.links.told()}>
        <Later>
          <LinkNote links={props.links} />
        </Later>
      </Show>
      <Show when={props.links.asking()} keyed>
        {(linked) => (
          <Later onClose={props.links.cancel}>
            <PatternDialog
              linked={linked}
              indices={props.indices}
              onAnswer={(title) => void props.links.answer(title)}
              onClose={props.links.cancel}
            />
          </Later>
        )}
      </Show>
    </>
  );
}
