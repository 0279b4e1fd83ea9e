import type { SampleIndex } from '../../dev/sample/sample-index.ts';
import { makeRandom } from './random.ts';

const SEED = 20_251_125;
const ROWS = 3001;
const GROUP = 20;
const TYPES = ['keyword', 'long', 'keyword', 'date', 'double', 'text', 'boolean', 'ip'] as const;

type Type = (typeof TYPES)[number];
type WideField = { name: string; type: Type };

/**
 * An index of `fields` mapped leaf fields in objects of twenty, and 3,001 documents of `values` values each: as ECS,
 * Beats and Wazuh have them, where no document fills more than a few of the fields.
 */
export function wide(fields: number, values = 30): SampleIndex {
  const all = wideFields(fields);
  return {
    name: values === 30 ? `wide-${fields}` : `wide-${fields}-${values}`,
    shards: 2,
    settings: { 'index.mapping.total_fields.limit': 2 * fields + 1000 },
    mappings: mappingOf(all),
    rows: ROWS,
    async *read(from) {
      for (let i = from; i < ROWS; i++) yield { id: String(i), source: JSON.stringify(documentOf(i, all, values)) };
    },
  };
}

/** Its fields by dotted path, in the mapping's order; the first is `@timestamp`. */
export function wideFields(count: number): WideField[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return { name: '@timestamp', type: 'date' };
    const group = Math.floor(i / GROUP);
    return { name: `module_${group}.metricset.field_${i}`, type: TYPES[i % TYPES.length] ?? 'keyword' };
  });
}

function mappingOf(fields: readonly WideField[]): Record<string, unknown> {
  const flat = Object.fromEntries(fields.map(({ name, type }) => [name, propertyOf(type)]));
  return { properties: flat };
}

/** Texts have a second reading, as OpenSearch maps them by itself. */
function propertyOf(type: Type): object {
  return type === 'text' ? { type, fields: { keyword: { type: 'keyword', ignore_above: 256 } } } : { type };
}

/** Those of one module are filled in document after document, as those of one kind of event are. */
function documentOf(i: number, fields: readonly WideField[], values: number): Record<string, unknown> {
  const random = makeRandom(SEED + i);
  const first = 1 + random.below(Math.max(1, fields.length - values));
  const filled = [fields[0], ...fields.slice(first, first + values - 1)];
  return Object.fromEntries(filled.flatMap((field) => (field ? [[field.name, madeUp(field.type, random.below)]] : [])));
}

function madeUp(type: Type, below: (limit: number) => number): unknown {
  switch (type) {
    case 'date':
      return new Date(1_700_000_000_000 + below(31_000_000) * 1000).toISOString();
    case 'long':
      return below(100_000);
    case 'double':
      return below(100_000) / 7;
    case 'boolean':
      return below(2) === 0;
    case 'ip':
      return `10.0.${below(256)}.${below(256)}`;
    case 'text':
      return `event number ${below(1000)} of service ${below(40)}`;
    case 'keyword':
      return `value-${below(200)}`;
  }
}
