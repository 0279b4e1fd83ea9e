import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Encoding } from '../../../../shared/protocol.ts';
import { makePacking } from './packing.ts';

/** A machine and a line: what a page weighs as it is, by how much gzip makes it lighter, and what a core spends on it. */
type Setup = {
  pageBytes: number;
  ratio: number;
  cpuMs: Record<Encoding, number>;
  mbitPerSecond: number;
  /** What each page's work is times, in turn. */
  noise: readonly number[];
};
type Choice = { next(): Encoding; add(page: { encoding: Encoding; bytes: number; ms: number }): void };
type Page = { encoding: Encoding; began: number; bytes: number; cpuLeft: number; bytesLeft: number };

const STEP_MS = 4;
const CORES = 2;
const LANES = 4;

/** Pages in `seconds`: four reads side by side, which share two cores first, and then the line. */
function pagesIn(seconds: number, setup: Setup, makeChoice: (now: () => number) => Choice): Record<Encoding, number> {
  let now = 0;
  let sent = 0;
  const choice = makeChoice(() => now);
  const send = (): Page => {
    const encoding = choice.next();
    // The first pages are of fewer rows, and what a page costs at the least is theirs, too.
    const part = Math.min(1, 0.1 * 2 ** Math.floor(sent / 3));
    const bytes = part * setup.pageBytes;
    const bytesLeft = encoding === 'gzip' ? bytes / setup.ratio : bytes;
    const cpuLeft = setup.cpuMs[encoding] * (0.3 + 0.7 * part) * (setup.noise[sent++ % setup.noise.length] ?? 1);
    return { encoding, began: now, bytes, cpuLeft, bytesLeft };
  };
  const lanes = Array.from({ length: LANES }, send);
  const done = { gzip: 0, identity: 0 };
  while (now < seconds * 1000) {
    now += STEP_MS;
    const working = lanes.filter(({ cpuLeft }) => cpuLeft > 0);
    const coming = lanes.filter(({ cpuLeft }) => cpuLeft <= 0);
    for (const page of working) page.cpuLeft -= STEP_MS * Math.min(1, CORES / working.length);
    for (const page of coming) page.bytesLeft -= ((setup.mbitPerSecond * 125) / coming.length) * STEP_MS;
    for (const page of coming) {
      if (page.bytesLeft > 0) continue;
      done[page.encoding] += 1;
      choice.add({ encoding: page.encoding, bytes: page.bytes, ms: now - page.began });
      lanes[lanes.indexOf(page)] = send();
    }
  }
  return done;
}

function always(encoding: Encoding): () => Choice {
  return () => ({ next: () => encoding, add() {} });
}

const total = ({ gzip, identity }: Record<Encoding, number>) => gzip + identity;

const setups = fc.record({
  pageBytes: fc.integer({ min: 500_000, max: 4_000_000 }),
  ratio: fc.double({ min: 3, max: 12, noNaN: true }),
  cpuMs: fc
    .record({ identity: fc.integer({ min: 20, max: 150 }), more: fc.integer({ min: 5, max: 300 }) })
    .map(({ identity, more }) => ({ identity, gzip: identity + more })),
  noise: fc.array(fc.constantFrom(0.6, 0.8, 1, 1, 1.2, 1.5, 2), { minLength: 11, maxLength: 17 }),
  mbitPerSecond: fc.constantFrom(20, 50, 100, 300, 1000, 10_000),
});

/** Of the better way's pages within a minute, what is sent when the way has to be found: one share for each setup, least first. */
function shares(first: Encoding, runs: readonly Setup[]): number[] {
  const share = (setup: Setup) => {
    const best = Math.max(...(['gzip', 'identity'] as const).map((way) => total(pagesIn(60, setup, always(way)))));
    return total(pagesIn(60, setup, (now) => makePacking({ now, first }))) / best;
  };
  return runs.map(share).sort((a, b) => a - b);
}

// Eight pages say little where each may take twice as long as the one before: a trial is lost by chance now and then.
it.each([
  ['gzip', 0.8],
  ['identity', 0.7],
] as const)(
  'is near the better way on nearly any line within a minute, and far from it on none, beginning with %s',
  (first, least) => {
    const numRuns = Number(process.env.PACKING_RUNS ?? 200);
    const found = shares(first, fc.sample(setups, numRuns));
    const at = (part: number) => found[Math.floor(part * numRuns)] ?? 0;
    expect({ least: at(0), in50: at(0.02), median: at(0.5) }).toEqual({
      least: expect.toSatisfy((share: number) => share > 0.5),
      in50: expect.toSatisfy((share: number) => share > least),
      median: expect.toSatisfy((share: number) => share > 0.95),
    });
  },
  60_000,
);
