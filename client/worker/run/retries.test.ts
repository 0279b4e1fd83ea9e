import { expect, it } from 'vitest';
import { SluiceError } from '../../../shared/errors.ts';
import { Retries } from './retries.ts';

const busy = new SluiceError('opensearch_busy', 'busy');

it('waits longer after each failure and gives up after as many as are borne', () => {
  const retries = new Retries(() => 1);
  retries.max = 3;
  const decisions = [0, 1, 2, 3].map((at) => retries.failed(busy, at * 1000, at * 1000 + 500));
  expect(decisions).toMatchObject([
    { kind: 'retry', waitMs: 500 },
    { kind: 'retry', waitMs: 1000 },
    { kind: 'retry', waitMs: 2000 },
    { kind: 'give-up' },
  ]);
});

it('counts reads that fail together as one failure', () => {
  const retries = new Retries(() => 1);
  expect(retries.failed(busy, 0, 100).kind).toBe('retry');
  expect(retries.failed(busy, 50, 110).kind).toBe('same');
  expect(retries.total).toBe(1);
});

it('begins anew after progress', () => {
  const retries = new Retries(() => 1);
  retries.max = 1;
  expect(retries.failed(busy, 0, 1).kind).toBe('retry');
  retries.progressed();
  expect(retries.failed(busy, 2, 3)).toMatchObject({ kind: 'retry', attempt: 1 });
});

it('waits at least as long as the other side asked for', () => {
  const retries = new Retries(() => 0);
  const asked = new SluiceError('opensearch_busy', 'busy', { retryAfter: 7000 });
  expect(retries.failed(asked, 0, 1)).toMatchObject({ waitMs: 7000 });
});
