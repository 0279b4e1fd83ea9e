import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { barAt, type Chart } from './chart.ts';

type Options = {
  chart: () => Chart | undefined;
  /** The bars of the range that holds: the first, and the one behind the last. */
  chosen: () => readonly [number, number];
  onChoose: (first: number, behind: number) => void;
};

/** Milliseconds without a key before a range set by keys is searched. */
const PAUSE_MS = 400;
const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/**
 * A range of bars drawn over the chart: by mouse or finger across it, or by keys on its two ends. The chart may be another
 * one before the drawing ends, so where it began is kept as a place, from 0 to 1.
 */
export function createBrush({ chart, chosen, onChoose }: Options) {
  const [drawn, setDrawn] = createSignal<readonly [number, number]>();
  let anchor: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(on([chart, chosen], () => setDrawn(undefined)));
  onCleanup(() => clearTimeout(timer));

  const range = () => drawn() ?? chosen();
  function draw(event: PointerEvent): void {
    const now = chart();
    if (!now || anchor === undefined) return;
    const ends = [barAt(now, anchor), barAt(now, placeOf(event))];
    setDrawn([Math.min(...ends), Math.max(...ends) + 1]);
  }

  function choose(): void {
    const now = drawn();
    if (now && (now[0] !== chosen()[0] || now[1] !== chosen()[1])) onChoose(...now);
  }

  function move(end: 0 | 1, to: number): void {
    const count = chart()?.bars.length ?? 0;
    const [first, behind] = range();
    const next: readonly [number, number] =
      end === 0 ? [clamp(to, 0, behind - 1), behind] : [first, clamp(to, first + 1, count)];
    setDrawn(next);
    clearTimeout(timer);
    timer = setTimeout(choose, PAUSE_MS);
  }

  return {
    range,
    drawing: () => drawn() !== undefined,
    pointer: {
      onPointerDown(event: PointerEvent & { currentTarget: Element }): void {
        if (!chart() || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        anchor = placeOf(event);
        draw(event);
      },
      onPointerMove: draw,
      onPointerUp(event: PointerEvent): void {
        if (anchor === undefined) return;
        draw(event);
        anchor = undefined;
        choose();
      },
      onPointerCancel(): void {
        anchor = undefined;
        setDrawn(undefined);
      },
    },
    onKeyDown(end: 0 | 1, event: KeyboardEvent): void {
      const to = placeByKey(event.key, range()[end], chart()?.bars.length ?? 0);
      if (to === undefined) return;
      event.preventDefault();
      move(end, to);
    },
  };
}

/** The bar that a key leads to from another one; undefined for other keys. */
function placeByKey(key: string, from: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count;
  const step = STEPS[key];
  return step === undefined ? undefined : from + step;
}

function placeOf(event: PointerEvent): number {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return (event.clientX - box.left) / box.width;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
