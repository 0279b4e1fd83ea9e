import type { Query, Values, Word } from './queries.ts';

const OPS = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;

/** What a reader has to make of a query, without places: a list is a condition for each of its values. */
export function treeOf(query: Query): object {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, nodes: query.of.map(treeOf) };
    case 'not':
      return { kind: 'not', node: treeOf(query.of) };
    case 'nested':
      return { kind: 'nested', path: literal(query.path), node: treeOf(query.of) };
    case 'is':
      return { kind: 'is', ...(query.field ? { field: literal(query.field) } : {}), value: literal(query.value) };
    case 'range':
      return { kind: 'range', field: literal(query.field), op: OPS[query.sign], value: literal(query.value) };
    case 'list':
      return ofValues(query.of, query.field);
  }
}

function ofValues(values: Values, field: Word): object {
  if (values.kind === 'value') return { kind: 'is', field: literal(field), value: literal(values.value) };
  if (values.kind === 'not') return { kind: 'not', node: ofValues(values.of, field) };
  return { kind: values.kind, nodes: values.of.map((one) => ofValues(one, field)) };
}

function literal({ quoted, parts }: Word): object {
  return { text: parts.join('*'), quoted, ...(parts.length > 1 ? { parts } : {}) };
}
