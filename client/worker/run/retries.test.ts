import { expect, it } from 'vitest';
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
