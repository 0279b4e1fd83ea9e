import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nestedFieldIn } from '../../client/ui/search/nested/nested-query.ts';
import { completionAt, unknownFields } from '../../client/ui/search/query/query-completion.ts';
import { inCapitals, repairOf } from '../../client/ui/search/query/query-repair.ts';
import { type QueryClause, queryTree } from '../../client/ui/search/query/query-tree.ts';
import { tokensOf } from '../../client/ui/search/query/tokens.ts';
import { assertAffordable } from '../../proxy/query/limits.ts';
import { replaceBounds } from '../../proxy/query/query-string-bounds.ts';
import { placedTokens } from '../../shared/lucene/placed.ts';
import { asPhrase } from '../../shared/lucene/words.ts';
import { anyClauses, type Found, type Part, written } from '../support/query-parts.ts';

/**
 * All who read a query string read it alike: what stands in quotes, behind a backslash, in a range or between slashes is
 * one part to each of them, whatever signs are in it, and is asked of the same field. `MODEL_RUNS` makes it search longer.
 */
const numRuns = Number(process.env.MODEL_RUNS ?? 300);
const ALL: Part['kind'][] = ['word', 'quoted', 'escaped', 'range', 'compared', 'regexp', 'wild'];

function holds(kinds: Part['kind'][], check: (query: string, found: Found[], names: string[]) => void): void {
  fc.assert(
    fc.property(anyClauses(...kinds), (clauses) => {
      const { query, found, names } = written(clauses);
      check(query, found, names);
    }),
    { numRuns },
  );
}

test('the tokens: their texts make the query, and each part begins and ends with one', () => {
  holds(ALL, (query, found) => {
    const tokens = placedTokens(query);
    expect(tokens.map(({ text }) => text).join('')).toBe(query);
    expect(tokens.some(({ kind }) => kind === 'error')).toBe(false);
    for (const { part, field, from, to } of found) {
      const within = tokens.filter((token) => token.from >= from && token.to <= to);
      expect(within.map(({ text }) => text).join('')).toBe(part.text);
      expect(new Set(within.map((token) => token.field))).toEqual(new Set([field]));
      if (part.kind !== 'range') expect(within).toHaveLength(1);
    }
  });
});

test('the check: refuses a regular expression and a leading wildcard, and nothing that only looks like one', () => {
  const passes = (query: string) => {
    try {
      assertAffordable({ query_string: { query } }, { expensive: false });
      return true;
    } catch {
      return false;
    }
  };
  let passed = 0;
  holds(ALL, (query, found) => {
    const isDear = found.some(({ part }) => part.kind === 'regexp' || part.kind === 'wild');
    expect(passes(query)).toBe(!isDear);
    if (!isDear) passed += 1;
  });
  expect(passed).toBeGreaterThan(numRuns / 20);
});

test('the bounds: those of ranges and comparisons, each with its field', () => {
  holds(ALL, (query, found) => {
    const bounds = found.flatMap(({ part, field }) => part.ends.map((end) => [end, field]));
    const seen: unknown[] = [];
    const same = replaceBounds(query, (bound, field) => void seen.push([bound, field]));
    expect(seen).toEqual(bounds);
    expect(same).toBe(query);
    const again: unknown[] = [];
    const other = replaceBounds(query, () => '2026-01-02T03:04:05.678Z||');
    replaceBounds(other, (bound, field) => void again.push([bound, field]));
    expect(again).toEqual(bounds.map(([, field]) => ['2026-01-02T03:04:05.678Z||', field]));
  });
});

test('the tree: a leaf for each part', () => {
  const leavesOf = (clauses: readonly QueryClause[]): QueryClause[] =>
    clauses.flatMap((clause) => (clause.body.kind === 'group' ? leavesOf(clause.body.clauses) : [clause]));
  holds(ALL, (query, found) => {
    const leaves = leavesOf(queryTree(query) ?? []);
    expect(leaves.map(({ field, to }) => [field, to])).toEqual(found.map(({ field, to }) => [field, to]));
    for (const { body } of leaves) {
      if (body.kind === 'value')
        for (const token of body.tokens) expect(token.field).toBe(leaves.find((one) => one.body === body)?.field);
    }
  });
});

test('the colours: nothing is lost, and no sign within a part is one', () => {
  holds(ALL, (query, found, names) => {
    const tokens = tokensOf(query);
    expect(tokens.map(({ text }) => text).join('')).toBe(query);
    expect(tokens.filter(({ kind }) => kind === 'key').map(({ text }) => text)).toEqual(names);
    const operators = tokens.filter(({ kind, text }) => kind === 'operator' && /^[()]$/.test(text));
    const strings = tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text);
    expect(operators.filter(({ text }) => text === '(')).toHaveLength(operators.length / 2);
    for (const { part } of found) {
      if (['quoted', 'escaped', 'regexp', 'wild'].includes(part.kind)) expect(strings).toContain(part.text);
    }
  });
});

test('completion: of the part’s field, and none in a range or a regular expression', () => {
  holds(ALL, (query, found) => {
    // Each asks for all of the query anew.
    for (const { part, field, to } of found.slice(0, 8)) {
      const inside = completionAt(query, part.kind === 'range' ? to - 1 : to);
      if (part.kind === 'range' || part.kind === 'regexp') expect(inside).toBeUndefined();
      else if (field !== undefined) expect(inside).toMatchObject({ kind: 'value', field, to });
      else expect(inside?.kind).toBe(part.kind === 'quoted' ? undefined : 'field');
    }
  });
});

test('the notes: the fields that are named, and no repair of what is sound', () => {
  holds(ALL, (query, _, names) => {
    expect(unknownFields(query, new Set())).toEqual([...new Set(names)]);
    const fields = [{ name: 'n', type: 'nested', searchable: false, aggregatable: false }];
    expect(nestedFieldIn(query, fields)).toBe(names[0]);
    expect([repairOf(query), inCapitals(query)]).toEqual([undefined, undefined]);
    const open = `${query} AND ${asPhrase('(a:[b')}`.slice(0, -1);
    expect(repairOf(open)).toMatchObject({ kind: 'never_closed', sign: '"', query: `${open}"` });
  });
});
