import { createSignal } from 'solid-js';
import { SluiceError } from '../../../../shared/errors.ts';
import type { IndexEntry } from '../../../../shared/http.ts';
import { getIndices } from '../../lib/api.ts';

export type IndicesState =
  | { kind: 'loading' }
  | { kind: 'ready'; indices: readonly IndexEntry[]; complete: boolean }
  | { kind: 'failed'; error: SluiceError };

/** The indices that may be chosen. A name or pattern can be typed whatever comes of it. */
export function createIndices(noticeError: (error: SluiceError) => void) {
  const [state, setState] = createSignal<IndicesState>({ kind: 'loading' });

  async function load(): Promise<void> {
    try {
      const { indices, complete } = await getIndices();
      setState({ kind: 'ready', indices, complete });
    } catch (cause) {
      const error = SluiceError.from(cause);
      noticeError(error);
      setState({ kind: 'failed', error });
    }
  }

  const entries = () => {
    const now = state();
    return now.kind === 'ready' ? now.indices : [];
  };

  return { state, entries, load };
}

export type Indices = ReturnType<typeof createIndices>;
