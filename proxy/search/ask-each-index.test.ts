import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { eachAnswer } from './ask-each-index.ts';

const read = (status: number, answer: unknown) => {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return eachAnswer({ status, text, retryAfter: undefined }, v.unknown());
};
/** As OpenSearch 3.8 words them. */
const failure = (type: string, index = 'a') => ({ shard: 0, index, node: 'n', reason: { type, reason: `no ${type}` } });

describe('an answer', () => {
  it('tells who refused, whether all did or some', () => {
    const refusal = failure('parse_exception');
    const refused = [{ index: 'a', reason: 'no parse_exception' }];
    const all = { error: { root_cause: [], failed_shards: [refusal] }, status: 400 };
    expect(read(400, all)).toEqual({ refused, figures: {} });
    const some = { _shards: { failed: 1, failures: [refusal] }, aggregations: { x: 1 } };
    expect(read(200, some)).toEqual({ refused, figures: { x: 1 } });
    expect(read(200, { _shards: { failed: 0 } })).toEqual({ refused: [], figures: {} });
  });

  it('is none where a shard failed for another reason', () => {
    for (const type of [
      ...['rejected_execution_exception', 'opensearch_rejected_execution_exception', 'circuit_breaking_exception'],
      ...['node_not_connected_exception', 'node_disconnected_exception', 'no_shard_available_action_exception'],
      ...['task_cancelled_exception', 'receive_timeout_transport_exception', 'timed_out', 'shard_not_found_exception'],
    ]) {
      const failures = [failure('parse_exception'), failure(type, 'b')];
      const page = expect.objectContaining({ code: 'page_partial' });
      expect(() => read(200, { _shards: { failed: 2, failures } }), type).toThrow(page);
    }
  });

  it('that is an error of another kind is told as that', () => {
    const cases = [
      [
        404,
        { error: { type: 'index_not_found_exception', reason: 'no such index [a]', index: 'a' } },
        'index_not_found',
      ],
      [403, { error: { type: 'security_exception', reason: 'no permissions' } }, 'forbidden'],
      [429, { error: { type: 'circuit_breaking_exception', reason: 'too much' } }, 'opensearch_busy'],
      [503, { error: { type: 'search_phase_execution_exception', failed_shards: [failure('x')] } }, 'opensearch_busy'],
      [502, '<html>', 'opensearch_failed'],
    ] as const;
    for (const [status, answer, code] of cases) {
      expect(() => read(status, answer), code).toThrow(expect.objectContaining({ code }));
    }
  });
});
