import { createSignal, onCleanup } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../shared/errors.ts';
import { PREVIEW_ROWS, SAMPLE_ROWS } from '../../../shared/limits.ts';
import { postSearch } from '../lib/api.ts';
import type { Found } from '../search/state/create-search.ts';
import { hiddenColumns } from './hidden-columns.ts';
import { makeSample, type Sample } from './sample.ts';

export type SampleState =
  | { kind: 'reading' }
  /** `leftOut`: documents that cannot be read, of those that the sample came upon. */
  | { kind: 'ready'; sample: Sample; total: number; leftOut: number }
  | { kind: 'failed'; error: ErrorBody };

/** A sample of large rows is not of more bytes than these. */
const SAMPLE_BYTES = 2 * 1024 * 1024;

/** Reads a sample of the result, from its beginning, middle and end, and finds out which columns it leaves empty. */
export function createSample(found: Found) {
  const [state, setState] = createSignal<SampleState>({ kind: 'reading' });
  const controller = new AbortController();
  onCleanup(() => controller.abort());

  async function load(): Promise<void> {
    setState({ kind: 'reading' });
    try {
      const body = { ...found.search, size: sampleRows(found), sort: 'spread', leaveOut: true } as const;
      const { hits, total, leftOut = 0 } = await postSearch(body, controller.signal);
      const seen = await makeSample(hits, found.fields, total - leftOut);
      const hidden = await hiddenColumns(seen, { found, hits, signal: controller.signal });
      const sample = { ...seen, hidden };
      if (!controller.signal.aborted) setState({ kind: 'ready', sample, total, leftOut });
    } catch (cause) {
      if (!controller.signal.aborted) setState({ kind: 'failed', error: SluiceError.from(cause).toBody() });
    }
  }

  void load();
  const sample = () => {
    const now = state();
    return now.kind === 'ready' ? now.sample : undefined;
  };
  const leftOut = () => {
    const now = state();
    return now.kind === 'ready' ? now.leftOut : 0;
  };
  return { state, sample, leftOut, load };
}

export type SamplePort = ReturnType<typeof createSample>;

/** By the size of the rows that are there already. */
function sampleRows({ weight, hits }: Found): number {
  const fitting = Math.floor(SAMPLE_BYTES / (weight / Math.max(1, hits.length)));
  return Math.max(PREVIEW_ROWS, Math.min(SAMPLE_ROWS, fitting));
}
