import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { SluiceError } from '../../../../shared/errors.ts';

export type Answer<T> =
  | { kind: 'none' }
  | { kind: 'loading'; before: T | undefined }
  | { kind: 'ready'; value: T }
  | { kind: 'failed'; error: SluiceError };

/** Rows that have come are drawn before anything is asked about them. */
const afterPaint = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/**
 * What a question comes to. A newer question cancels the one before, whose answer stays in sight until its own comes;
 * an equal one is not asked again.
 */
export function createAnswer<Q, T>(question: Accessor<Q | undefined>, ask: (of: Q, signal: AbortSignal) => Promise<T>) {
  const [answer, setAnswer] = createSignal<Answer<T>>({ kind: 'none' });
  const [times, setTimes] = createSignal(0);
  const key = createMemo(() => JSON.stringify([question(), times()]));
  createEffect(
    on(key, () => {
      const now = question();
      if (now === undefined) return void setAnswer({ kind: 'none' });
      const calling = new AbortController();
      onCleanup(() => calling.abort());
      setAnswer({ kind: 'loading', before: resultOf(answer()) });
      void afterPaint()
        .then(() => ask(now, calling.signal))
        .then(
          (value) => calling.signal.aborted || setAnswer({ kind: 'ready', value }),
          (cause: unknown) => calling.signal.aborted || setAnswer({ kind: 'failed', error: SluiceError.from(cause) }),
        );
    }),
  );
  return { answer, value: () => resultOf(answer()), again: () => setTimes(times() + 1) };
}

function resultOf<T>(answer: Answer<T>): T | undefined {
  if (answer.kind === 'ready') return answer.value;
  return answer.kind === 'loading' ? answer.before : undefined;
}
