import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../../shared/errors.ts';
import { Retries } from './retries.ts';

/** A failure of a read that was sent at one time and failed at another, ms. */
const failure = (began: number, now: number, most = 3) => ({ began, now, most });
const busy = new SluiceError('opensearch_busy', 'busy');

it('waits longer after each failure and gives up after so many', () => {
  const retries = new Retries(() => 1);
  const decisions = [0, 1, 2, 3].map((at) => retries.failed(busy, failure(at * 1000, at * 1000 + 500)));
  expect(decisions).toMatchObject([
    { kind: 'retry', waitMs: 500 },
    { kind: 'retry', waitMs: 1000 },
    { kind: 'retry', waitMs: 2000 },
    { kind: 'give-up' },
  ]);
});

describe('a proxy that is away', () => {
  const lost = new SluiceError('socket_lost', 'lost');

  /** Tries until it gives up. @returns when, ms after the first failure */
  function triedFor(error: SluiceError, random: number, most = 3): number {
    const retries = new Retries(() => random);
    for (let now = 0; ; ) {
      const decision = retries.failed(error, failure(now, now, most));
      if (decision.kind !== 'retry') return now;
      now += decision.waitMs;
    }
  }

  it.each([0, 0.5, 1])('is waited for long enough to be started anew, whatever the jitter (%d)', (random) => {
    expect(triedFor(lost, random)).toBeGreaterThanOrEqual(10_000);
    expect(triedFor(lost, random)).toBeLessThan(20_000);
    expect(triedFor(busy, random)).toBeLessThan(5_000);
  });

  it('is not waited for where nothing is to be tried again', () => {
    expect(triedFor(lost, 1, 0)).toBe(0);
  });

  it('has as much time again after progress', () => {
    const retries = new Retries(() => 1);
    for (let now = 0; now < 9_000; now += 1_000) expect(retries.failed(lost, failure(now, now)).kind).toBe('retry');
    retries.progressed();
    expect(retries.failed(lost, failure(11_000, 11_000))).toMatchObject({ kind: 'retry', attempt: 1 });
  });
});

it('counts reads that fail together as one failure', () => {
  const retries = new Retries(() => 1);
  expect(retries.failed(busy, failure(0, 100)).kind).toBe('retry');
  expect(retries.failed(busy, failure(50, 110)).kind).toBe('same');
  expect(retries.total).toBe(1);
});

it('begins anew after progress', () => {
  const retries = new Retries(() => 1);
  expect(retries.failed(busy, failure(0, 1, 1)).kind).toBe('retry');
  retries.progressed();
  expect(retries.failed(busy, failure(2, 3, 1))).toMatchObject({ kind: 'retry', attempt: 1 });
});

it('waits at least as long as the other side asked for', () => {
  const retries = new Retries(() => 0);
  const asked = new SluiceError('opensearch_busy', 'busy', { retryAfter: 7000 });
  expect(retries.failed(asked, failure(0, 1))).toMatchObject({ waitMs: 7000 });
});
