import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dqlHelp } from '../../client/ui/search/dql/dql-help.ts';
import { repairOfDql } from '../../client/ui/search/dql/dql-repair.ts';
import { dqlSigns } from '../../client/ui/search/dql/other-language.ts';
import { dqlClause } from '../../proxy/query/dql.ts';
import { parseDql } from '../../shared/dql/parse.ts';
import { printDql } from '../../shared/dql/print.ts';
import { dqlTokens } from '../../shared/dql/tokens.ts';
import { conditionsOf, type DqlLiteral, type DqlNode } from '../../shared/dql/tree.ts';
import { SluiceError } from '../../shared/errors.ts';
import { anyQueries, rowQueries } from '../support/dql/queries.ts';
import { treeOf } from '../support/dql/tree.ts';
import { written } from '../support/dql/written.ts';

/** DQL of any form, written in any way: all readers of it agree. `tests/integration/proxy/dql-rows.test.ts` asks a cluster. */
const RUNS = Number(process.env.DQL_RUNS ?? 400);
/** Milliseconds. */
const TIMEOUT = 30_000 + RUNS * 20;
const queries = fc.tuple(fc.oneof(anyQueries, rowQueries), fc.nat());

/** A tree without places. */
const shapeOf = (tree: DqlNode | undefined): unknown =>
  tree && JSON.parse(JSON.stringify(tree, (key, value) => (key === 'from' || key === 'to' ? undefined : value)));

describe('a query', () => {
  it('is read as what it was written for, and printed as that', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(queries, ([query, style]) => {
        const text = written(query, style);
        const { tree, fault } = parseDql(text);
        expect(fault, text).toBeUndefined();
        expect(shapeOf(tree), text).toEqual(treeOf(query));
        const printed = tree ? printDql(tree) : '';
        expect(shapeOf(parseDql(printed).tree), printed).toEqual(treeOf(query));
      }),
      { numRuns: RUNS },
    );
  });

  it('has the colours of its tree', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(queries, ([query, style]) => {
        const text = written(query, style);
        const colours = coloured(text);
        const { tree } = parseDql(text);
        if (!tree) throw new Error(text);
        const { conditions, paths } = conditionsOf(tree);
        const kinds = (literal: DqlLiteral) => colours.get(`${literal.from}-${literal.to}`);
        for (const { node } of conditions) if (node.field) expect(kinds(node.field), text).toBe('key');
        for (const { node } of conditions) expect(['string', 'number'], text).toContain(kinds(node.value));
        for (const { at } of paths) expect(kinds(at), text).toBe('key');
        const named = new Set([...conditions.flatMap(({ node }) => node.field ?? []), ...paths.map(({ at }) => at)]);
        const places = new Set([...named].map(({ from }) => from));
        expect([...colours.values()].filter((kind) => kind === 'key')).toHaveLength(places.size);
      }),
      { numRuns: RUNS },
    );
  });

  it('is completed at a value with the field that the value is compared with', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(queries, ([query, style]) => {
        const text = written(query, style);
        const { tree } = parseDql(text);
        for (const { name, node } of tree ? conditionsOf(tree).conditions : []) {
          if (!node.field) continue;
          const found = dqlHelp.completionAt(text, node.value.to);
          if (found?.kind === 'value') expect(found.field, text).toBe(name);
          else expect(found?.kind, text).toBe('operator');
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function coloured(text: string): Map<string, string> {
  let from = 0;
  return new Map(
    dqlHelp.tokensOf(text).map(({ text: own, kind }) => {
      const place = `${from}-${from + own.length}`;
      from += own.length;
      return [place, kind];
    }),
  );
}

/** A query with some of it gone, doubled, or another's. */
const mutated = fc
  .tuple(
    queries,
    fc.array(fc.tuple(fc.nat(200), fc.nat(6), fc.constantFrom('', '(', '}', '"', '\\', ' not ', ':', '*', '\ud83d')), {
      maxLength: 4,
    }),
  )
  .map(([[query, style], changes]) =>
    changes.reduce((text, [at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone), written(query, style)),
  );

describe('any text', () => {
  it('is read, or has a fault at a place; and no reader of it throws', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 60 })), fc.nat(80), (text, caret) => {
        const { tree, fault } = parseDql(text);
        expect(
          dqlTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
        expect(
          dqlHelp
            .tokensOf(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
        dqlHelp.unknownIn(text, new Set(['kw']))?.renamed('lo');
        dqlSigns(text);
        const completion = dqlHelp.completionAt(text, Math.min(caret, text.length));
        if (completion) {
          expect(completion.from).toBeLessThanOrEqual(completion.to);
          expect(dqlHelp.completed(text, completion, 'and').caret).toBeGreaterThan(0);
        }
        expect(dqlHelp.mistakeIn(text)).toBe(fault?.at);
        if (fault) {
          expect(fault.at).toBeLessThan(text.length);
          const repair = repairOfDql(text, fault);
          if (repair) expect(parseDql(repair.query).fault).toBeUndefined();
        }
        expect(Boolean(tree)).not.toBe(Boolean(fault));
        try {
          dqlClause(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SluiceError);
          const { code, position = -1 } = thrown as SluiceError;
          expect([code, position >= 0 && position < text.length]).toEqual(['query_invalid', true]);
        }
      }),
      { numRuns: RUNS * 2 },
    );
  });
});
