import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../shared/http.ts';
import { nestedFieldIn, nestedRepairOf } from './nested-query.ts';

const field = (name: string, type: string): Field => ({ name, type, searchable: true, aggregatable: type !== 'text' });
const fields = [
  field('items', 'nested'),
  field('items.sku', 'keyword'),
  field('items.n', 'long'),
  field('items.title', 'text'),
  field('items.odd name', 'keyword'),
  field('k', 'keyword'),
];
const sku = { field: 'items.sku', op: 'is', value: 'A' };

it('a nested field is found where a query string names it', () => {
  for (const query of ['items.sku:A', 'k:1 AND NOT (items.sku:(A OR', '_exists_:items.sku', 'items.sku : [1 TO']) {
    expect(nestedFieldIn(query, fields)).toBe('items.sku');
  }
  for (const query of ['', 'k:items.sku', '"items.sku:A"', 'items.sku', 'items:A', 'k:[1 TO 2]']) {
    expect(nestedFieldIn(query, fields)).toBeUndefined();
  }
});

describe('clauses become filters where filters say the same', () => {
  it.each<[string, string, object[]]>([
    ['items.sku:A', '', [sku]],
    ['NOT items.sku:A', '', [{ ...sku, not: true }]],
    ['-items.sku:A', '', [{ ...sku, not: true }]],
    ['k:1 AND items.sku:A', 'k:1', [sku]],
    ['+k:1 -items.sku:A', 'k:1', [{ ...sku, not: true }]],
    ['items.sku:A AND (k:1 OR k:2) AND NOT k:3', '(k:1 OR k:2) AND NOT k:3', [sku]],
    ['k:1 NOT items.sku:A', 'k:1', [{ ...sku, not: true }]],
    [
      'items.sku:"A b\\"" AND items.n:5',
      '',
      [
        { ...sku, value: 'A b"' },
        { field: 'items.n', op: 'is', value: '5' },
      ],
    ],
    ['items.sku:a\\:b', '', [{ ...sku, value: 'a:b' }]],
    ['items.n:[1 TO 5]', '', [{ field: 'items.n', op: 'between', from: '1', to: '5' }]],
    ['items.n:[1 TO *]', '', [{ field: 'items.n', op: 'between', from: '1' }]],
    ['items.n:>=5', '', [{ field: 'items.n', op: 'between', from: '5' }]],
    ['items.sku:*', '', [{ field: 'items.sku', op: 'exists' }]],
    ['NOT _exists_:items.sku', '', [{ field: 'items.sku', op: 'exists', not: true }]],
    ['items.sku:(A OR "B c")', '', [{ field: 'items.sku', op: 'one_of', values: ['A', 'B c'] }]],
    ['items.sku:(A b c)', '', [{ ...sku, value: 'A b c' }]],
    ['items.title:shoe', '', [{ field: 'items.title', op: 'is', value: 'shoe' }]],
    ['items.odd\\ name:A', '', [{ ...sku, field: 'items.odd name' }]],
  ])('%s', (query, q, filters) => {
    expect(nestedRepairOf(query, fields)).toEqual({ kind: 'filters', q, filters });
  });
});

const nested = (query: string) => ({
  nested: { path: 'items', query: { query_string: { query } }, ignore_unmapped: true },
});
const plain = (query: string) => ({ query_string: { query } });

describe('what no filter says becomes query DSL, of the pieces that were typed', () => {
  it.each<[string, object]>([
    ['items.sku:A OR k:1', { bool: { should: [nested('items.sku:A'), plain('k:1')] } }],
    ['items.sku:A k:1 quick fox', { bool: { should: [nested('items.sku:A'), plain('k:1 quick fox')] } }],
    ['+k:1 items.sku:A', { bool: { must: [plain('k:1')], should: [nested('items.sku:A')] } }],
    ['items.title:(red hat)', { bool: { should: [{ bool: { should: [nested('items.title:(red hat)')] } }] } }],
    ['items.\\*:A', { bool: { should: [nested('items.\\*:A')] } }],
    ['items.n:>5', { bool: { should: [nested('items.n:>5')] } }],
    ['NOT items.n:{1 TO 5]', { bool: { must_not: [nested('items.n:{1 TO 5]')] } }],
    ['items.sku:A* AND k:1', { bool: { must: [nested('items.sku:A*'), plain('k:1')] } }],
    ['items.sku:/a.c/', { bool: { should: [nested('items.sku:/a.c/')] } }],
    ['items.sku:A~1^2', { bool: { should: [nested('items.sku:A~1^2')] } }],
    ['items.title:two-words', { bool: { should: [nested('items.title:two-words')] } }],
    [
      'items.sku:(A AND NOT B)^2 AND k:1',
      {
        bool: {
          must: [
            {
              bool: {
                must: [{ bool: { must: [nested('items.sku:(A)')], must_not: [nested('items.sku:(B)')] } }],
                boost: 2,
              },
            },
            plain('k:1'),
          ],
        },
      },
    ],
    [
      'k:1 AND NOT (k:(2 3) items.sku:A)',
      {
        bool: {
          must: [plain('k:1')],
          must_not: [{ bool: { should: [plain('k:(2 3)'), nested('items.sku:A')] } }],
        },
      },
    ],
    [
      'k:1 OR _exists_:items.n',
      {
        bool: {
          should: [
            plain('k:1'),
            { nested: { path: 'items', query: { exists: { field: 'items.n' } }, ignore_unmapped: true } },
          ],
        },
      },
    ],
  ])('%s', (query, dsl) => {
    const repair = nestedRepairOf(query, fields);
    expect(repair?.kind === 'dsl' ? JSON.parse(repair.dsl) : repair).toEqual(dsl);
  });
});

it('a query that cannot be read, or asks for nothing nested, stays as it is', () => {
  const deep = `${'('.repeat(40)}items.sku:A${')'.repeat(40)}`;
  for (const query of [
    '',
    'k:1',
    'items.sku:',
    'items.sku:(A',
    'items.sku:A)',
    'AND items.sku:A',
    'items.sku:"A',
    deep,
  ]) {
    expect(nestedRepairOf(query, fields)).toBeUndefined();
  }
});
