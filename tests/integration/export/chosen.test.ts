import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anyDocument } from '../../../client/worker/scan/suite/documents.ts';
import { type CsvFormat, READERS } from '../../../shared/request.ts';
import type { Doc } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';

/** What is chosen of a hit: `_index`, `_id` and `_routing` beside a CSV's fields, and the fields of documents. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3' });
  session = await proxy.signIn();
});
afterAll(async () => {
  // By name: Elasticsearch 8 deletes no pattern.
  await client.indices.delete({ index: ['chosen-a', 'chosen-b', 'chosen-own', 'chosen-docs-0', 'chosen-docs-1'] });
  await proxy.close();
  await client.close();
});

const csv = (columns: readonly string[], options: Partial<CsvFormat> = {}): CsvFormat => {
  const plain = { delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
  return { kind: 'csv', columns: [...columns], ids: true, ...plain, ...options };
};

const records = (text: string) => {
  const [head = '', ...rows] = text.split('\r\n');
  return [head, ...rows.slice(0, -1).sort()];
};

const IDS: readonly (readonly [index: string, id: string, routing?: string])[] = [
  ['chosen-a', '7'],
  ['chosen-a', 'a,b'],
  ['chosen-b', '=1+1'],
  ['chosen-b', 'ü/1', 'r1'],
  ['chosen-a', ' x"\n', 'a,b'],
  ['chosen-b', '한국🙂'],
  ['chosen-b', 'x'.repeat(512)],
];

async function makeIds(): Promise<void> {
  for (const index of ['chosen-a', 'chosen-b']) await makeIndex(client, index, [], { shards: 2 });
  for (const [i, [index, id, routing]] of IDS.entries()) {
    await client.index({ index, id, ...(routing ? { routing } : {}), body: { n: i + 1 } });
  }
  await client.indices.refresh({ index: 'chosen-*' });
}

describe.each(READERS)('with the %s reader', (reader) => {
  const text = async (index: string, format: CsvFormat) => {
    const exported = await runExport(session, { search: { index }, reader, format });
    expect(exported.verdict).toMatchObject({ complete: true, unplaced: [] });
    return records(exported.text);
  };

  it('_index, _id and _routing of several indices are columns, in any order', async () => {
    await makeIds();
    const rows = [
      'chosen-a,7,,1',
      'chosen-a,"a,b",,2',
      'chosen-b,=1+1,,3',
      'chosen-b,ü/1,r1,4',
      'chosen-a," x""\n","a,b",5',
      'chosen-b,한국🙂,,6',
      `chosen-b,${'x'.repeat(512)},,7`,
    ];
    const expected = ['_index,_id,_routing,n', ...[...rows].sort()];
    expect(await text('chosen-a,chosen-b', csv(['_index', '_id', '_routing', 'n']))).toEqual(expected);
    const few = await text('chosen-b', csv(['n', '_id'], { rest: true, delimiter: ';' }));
    expect(few).toEqual(['n;_id;_rest', '3;=1+1;', '4;ü/1;', '6;한국🙂;', `7;${'x'.repeat(512)};`]);
    const guarded = await text('chosen-b', csv(['_index', '_id', 'n'], { guard: true }));
    expect(guarded).toContain(`"chosen-b","'=1+1",3`);
  });

  it('fields of a document that have these names are not mixed up with them', async () => {
    // OpenSearch takes them where it does not look into documents, and below other fields.
    const source = '{"_id":"own","_index":"own","_routing":"own","_source":{"a":1},"n":{"_id":"deep"}}';
    await makeIndex(client, 'chosen-own', [{ id: 'x', source }], { mapping: { enabled: false } });
    const format = csv(['_id', 'n._id', '_index', '_routing', '_source.a'], { rest: true });
    const { text: file, verdict } = await runExport(session, { search: { index: 'chosen-own' }, reader, format });
    const rest = '"{""_id"":""own"",""_index"":""own"",""_routing"":""own""}"';
    expect(records(file)[1]).toBe(`x,deep,chosen-own,,1,${rest}`);
    expect(verdict?.unplaced.map(({ field }) => field).sort()).toEqual(['_id', '_index', '_routing']);
    const { ids: _, ...unasked } = format;
    const plain = await runExport(session, { search: { index: 'chosen-own' }, reader, format: unasked });
    expect(records(plain.text)[1]).toBe('own,deep,own,own,1,');
  });

  it('NDJSON and JSON have the chosen fields byte for byte', async () => {
    const docs = [
      '{"x":1,"c":[1, 2],"a":{"z":0,"b":5.0}}',
      '{"a":[{"b":9223372036854775807,"q":2},{"q":3},{"b":"\\u00e9\\/"}],"c":{"d":-0,"e":[ ]}}',
      '{"a.b":1e3,"a":{"b.c":2,"d":3},"x":null}',
      '{ "c" : null , "a" : { } }',
      '{}',
    ];
    const chosen = [
      '{"c":[1, 2],"a":{"b":5.0}}',
      '{"a":[{"b":9223372036854775807},{"b":"\\u00e9\\/"}],"c":{"d":-0,"e":[ ]}}',
      '{"a.b":1e3,"a":{"b.c":2}}',
      '{"c":null}',
      '{}',
    ];
    for (const half of [0, 1]) {
      const mine = docs.flatMap((source, i) => (i % 2 === half ? { id: `d${i}`, source } : []));
      await makeIndex(client, `chosen-docs-${half}`, mine, { shards: 2, mapping: { enabled: false } });
    }
    const search = { index: 'chosen-docs-*' };
    const columns = ['a.b', 'c'];
    const { text: ndjson, verdict } = await runExport(session, { search, reader, format: { kind: 'ndjson', columns } });
    expect(sortedLines(ndjson)).toEqual([...chosen].sort());
    expect(verdict).toMatchObject({ complete: true });
    expect(verdict?.unplaced.map(({ field }) => field).sort()).toEqual(['a.d', 'a.q', 'a.z', 'x']);
    const json = await runExport(session, { search, reader, format: { kind: 'json', ids: true, columns } });
    const lines = json.text.split('\n').slice(1, -2);
    const expected = chosen.map((row, i) => `{"_index":"chosen-docs-${i % 2}","_id":"d${i}","_source":${row}}`);
    expect(lines.map((line) => line.replace(/,$/, '')).sort()).toEqual(expected.sort());
    expect(JSON.parse(json.text)).toHaveLength(docs.length);
  });
});

it('the fields are those that OpenSearch’s own filter of _source gives', async () => {
  const generated = fc.sample(anyDocument, { numRuns: 400, seed: 7 }).map(({ json }) => json.replace(/[\r\n]/g, ' '));
  const docs: Doc[] = generated.filter(hasNamesOnce).map((source, n) => ({ id: `${n}`, source }));
  expect(docs.length).toBeGreaterThan(150);
  await makeIndex(client, 'chosen-generated', docs, { shards: 2, mapping: { enabled: false } });
  const index = 'chosen-generated';
  for (const columns of [['a.b'], ['a', 'b.c'], ['b', 'a.b.c', 'c.a'], ['a.a', 'b.a.b', 'c'], ['a.b', 'a.c', 'b.b']]) {
    const format = { kind: 'ndjson', ids: true, columns } as const;
    const { text } = await runExport(session, { search: { index }, format });
    const ours = new Map(sortedLines(text).map((line) => hitOf(JSON.parse(line))));
    const { body } = await client.search({ index, body: { size: 1000, _source: { includes: columns } } });
    const theirs = new Map(body.hits.hits.map(hitOf));
    expect(theirs.size).toBe(docs.length);
    expect([...theirs.values()].filter((source) => Object.keys(source).length > 0).length).toBeGreaterThan(20);
    expect(ours).toEqual(theirs);
  }
});

const hitOf = (hit: { _id?: string; _source?: object }) => [hit._id ?? '', hit._source ?? {}] as const;

/** OpenSearch's filter parses, and takes no name twice; nor can `__proto__` be compared here. */
function hasNamesOnce(json: string): boolean {
  const colons = json.replace(/"(\\.|[^"\\])*"/g, '').split(':').length - 1;
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, inner) => sum + count(inner), 0) +
        (Array.isArray(value) ? 0 : Object.keys(value).length)
      : 0;
  return (
    !json.includes('__proto__') &&
    !json.includes('\\ud') &&
    !json.includes('\\uD') &&
    count(JSON.parse(json)) === colons
  );
}
