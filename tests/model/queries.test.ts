import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertAffordable } from '../../proxy/query/limits.ts';
import { KINDS } from '../../proxy/query/rules.ts';
import { anyQuery, depthOf, holdsPoison, OPENSEARCH_KINDS, poisoned } from '../support/queries.ts';

/** The check of queries against generated ones. `MODEL_RUNS` makes it search longer. */
const RUNS = Number(process.env.MODEL_RUNS ?? 20_000);

const passes = (query: unknown, expensive = false) => {
  try {
    assertAffordable(query, { expensive });
    return true;
  } catch {
    return false;
  }
};

describe('the check of queries', () => {
  it('lets nothing through that names another index or runs a script, wherever it stands', () => {
    let passed = 0;
    fc.assert(
      fc.property(anyQuery, (query) => {
        if (!passes(query)) return;
        passed += 1;
        expect(holdsPoison(query), JSON.stringify(query)).toBe(false);
      }),
      { numRuns: RUNS },
    );
    // A check that refuses all would pass as well.
    expect(passed).toBeGreaterThan(RUNS / 20);
  });

  it('refuses each poison in a query of a good form', () => {
    fc.assert(
      fc.property(poisoned(), (query) => {
        if (holdsPoison(query)) expect(passes(query), JSON.stringify(query)).toBe(false);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('lets nothing through that is nested over the limit, in DSL, brackets or lists', () => {
    const wrap = fc.constantFrom<(inner: unknown) => unknown>(
      (inner) => ({ bool: { must: inner } }),
      (inner) => ({ bool: { mustNot: [inner] } }),
      (inner) => ({ bool: { filter: [{ match_all: {} }, inner] } }),
      (inner) => ({ constant_score: { filter: inner } }),
      (inner) => ({ dis_max: { queries: [inner] } }),
      (inner) => ({ boosting: { positive: inner, negative: { match_all: {} }, negative_boost: 0 } }),
      (inner) => ({ nested: { path: 'a', query: inner } }),
      (inner) => ({ has_child: { type: 'a', query: inner } }),
      (inner) => ({ function_score: { functions: [{ filter: inner }] } }),
      (inner) => ({ span_first: { match: inner, end: 1 } }),
      (inner) => ({ intervals: { a: { all_of: { intervals: [inner] } } } }),
    );
    const levels = fc.array(wrap, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(levels, (wraps) => {
        const query = wraps.reduce<unknown>((inner, next) => next(inner), { term: { a: 1 } });
        if (wraps.length > 20) expect(passes(query, true)).toBe(false);
      }),
      { numRuns: RUNS / 4 },
    );
    fc.assert(
      fc.property(anyQuery, (query) => {
        // 20 levels of queries, each within a body, a list and a function.
        if (passes(query, true)) expect(depthOf(query)).toBeLessThan(100);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('knows no kind that OpenSearch does not', () => {
    const older = ['span_field_masking'];
    expect(
      KINDS.filter((kind) => !older.includes(kind) && !(OPENSEARCH_KINDS as readonly string[]).includes(kind)),
    ).toEqual([]);
  });

  it.each(OPENSEARCH_KINDS.filter((kind) => !KINDS.includes(kind)))('refuses the kind %s', (kind) => {
    expect(passes({ [kind]: {} }, true)).toBe(false);
  });
});
