import { describe, expect, test } from 'vitest';
import { assertSameIndex, identitiesIn } from './index-identity.ts';

const ONE = 'nQbWCg75TFefovBZgmo_bQ';
const OTHER = 'LPecfx4LR_-QLY_UEagp9w';
const reason = { type: 'query_shard_exception', reason: 'No mapping found for [_sluice_asks_for_identity]' };
const refused = (...causes: object[]) =>
  JSON.stringify({
    error: { root_cause: causes, failed_shards: causes.map((cause) => ({ shard: 0, reason: cause })) },
  });

describe('the indices that a refused search names', () => {
  test.each([
    ['as OpenSearch writes them', { ...reason, index: 'logs', index_uuid: ONE }],
    ['as Elasticsearch writes them', { ...reason, index_uuid: ONE, index: 'logs' }],
  ])('%s', (_, cause) => {
    expect(identitiesIn(refused(cause))).toEqual(new Map([['logs', ONE]]));
  });

  test('each of several, also one that only a shard names', () => {
    const text = JSON.stringify({
      error: {
        root_cause: [{ ...reason, index: 'a', index_uuid: ONE }],
        failed_shards: [{ reason: { ...reason, index_uuid: OTHER, index: 'b' } }],
      },
    });
    expect(identitiesIn(text)).toEqual(
      new Map([
        ['a', ONE],
        ['b', OTHER],
      ]),
    );
  });

  test.each([
    '',
    '{}',
    '{"error":"no handler found"}',
    refused({ ...reason, index: 'logs' }),
    refused(reason).slice(1),
  ])('none in %s', (text) => {
    expect(identitiesIn(text)).toEqual(new Map());
  });
});

test('an index is taken for the planned one only where both told, and the same', () => {
  expect(() => assertSameIndex('logs', ONE, ONE)).not.toThrow();
  expect(() => assertSameIndex('logs', ONE, OTHER)).toThrow(expect.objectContaining({ code: 'index_recreated' }));
  for (const [planned, now] of [
    [ONE, undefined],
    [undefined, ONE],
    [undefined, undefined],
  ]) {
    expect(() => assertSameIndex('logs', planned, now)).toThrow(expect.objectContaining({ code: 'index_unproved' }));
  }
});
