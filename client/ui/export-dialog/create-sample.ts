import { createSignal, onCleanup } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../shared/errors.ts';
import { SAMPLE_ROWS } from '../../../shared/limits.ts';
import { postSearch } from '../lib/api.ts';
import { nextTask } from '../lib/next-task.ts';
import type { Found } from '../search/create-search.ts';
import { makeSample, type Sample } from './sample.ts';

export type SampleState =
  | { kind: 'reading' }
  | { kind: 'ready'; sample: Sample; total: number }
  | { kind: 'failed'; error: ErrorBody };

/** Reads a sample of the result, in the order in which an export will read it. */
export function createSample(found: Found) {
  const [state, setState] = createSignal<SampleState>({ kind: 'reading' });
  const controller = new AbortController();
  onCleanup(() => controller.abort());

  async function load(): Promise<void> {
    setState({ kind: 'reading' });
    try {
      const body = { ...found.search, size: SAMPLE_ROWS, sort: 'seq_no' } as const;
      const { hits, total } = await postSearch(body, controller.signal);
      // In a task of its own, after that in which the answer was parsed: of both nobody notices.
      await nextTask();
      setState({ kind: 'ready', sample: makeSample(hits, found.fields), total });
    } catch (cause) {
      if (!controller.signal.aborted) setState({ kind: 'failed', error: SluiceError.from(cause).toBody() });
    }
  }

  void load();
  const sample = () => {
    const now = state();
    return now.kind === 'ready' ? now.sample : undefined;
  };
  return { state, sample, load };
}

export type SamplePort = ReturnType<typeof createSample>;
