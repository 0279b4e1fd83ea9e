import { createSignal } from 'solid-js';

/** Looking for a text in the document in sight: what is wanted, how often it is there, and which of the hits is the present one. */
export function createFind() {
  const [wanted, setWanted] = createSignal('');
  const [count, setCount] = createSignal(0);
  const [current, setCurrent] = createSignal(0);
  return {
    ...{ wanted, setWanted, count, current },
    /** How many hits there are now; the first of them is the present one. */
    setHits(hits: number): void {
      setCount(hits);
      setCurrent(0);
    },
    /** On to the next hit, or back, and from the last to the first. */
    step(by: 1 | -1): void {
      if (count() > 0) setCurrent((current() + by + count()) % count());
    },
  };
}

export type Find = ReturnType<typeof createFind>;
