import { parse } from 'lossless-json';
import { expect, it } from 'vitest';
import type { CsvFormat, TextFormat } from '../../../shared/request.ts';
import { makeSample } from './sample.ts';
import { sampleText } from './sample-text.ts';

const hit = (id: string, json: string) => ({ _index: 'logs', _id: id, _source: parse(json) });
const sample = await makeSample(
  [
    hit('first', '{"hash":"3f2a","text":"the same","items":[{"sku":"s1","qty":1}],"deep":{"a":"x9","b":"y9"}}'),
    hit('second', '{"hash":"91cc","text":"the same"}'),
  ],
  [],
);

const csv: CsvFormat = {
  ...{ kind: 'csv', columns: ['hash'], delimiter: ',', header: true, bom: false, guard: false, rest: false },
};

/** What the lines hold of these words, in their order. */
function wordsOf(format: TextFormat): string {
  const words = /logs|first|second|3f2a|91cc|the same|s1|"?qty|x9|y9/g;
  return sampleText(sample, format)
    .split('\r\n')
    .map((line) => (line.match(words) ?? []).join(' '))
    .join(' / ');
}

it.each<[string, TextFormat, string]>([
  ['chosen cells', csv, '3f2a / 91cc'],
  ['the ids alone', { ...csv, ids: true, columns: ['_id'] }, 'first / second'],
  ['ids among cells', { ...csv, ids: true, columns: ['_index', 'hash', '_id'] }, 'logs 3f2a first / logs 91cc second'],
  ['no ids where these names are fields', { ...csv, columns: ['_id', 'hash'] }, '3f2a / 91cc'],
  ['a column in objects of an array', { ...csv, columns: ['items.sku'] }, 's1 / '],
  ['whole documents', { kind: 'ndjson' }, '3f2a the same s1 "qty x9 y9 / 91cc the same'],
  [
    'documents with ids',
    { kind: 'json', ids: true },
    'logs first 3f2a the same s1 "qty x9 y9 / logs second 91cc the same',
  ],
  ['chosen fields', { kind: 'ndjson', columns: ['hash'] }, '3f2a / 91cc'],
  ['chosen fields with ids', { kind: 'ndjson', columns: ['hash'], ids: true }, 'logs first 3f2a / logs second 91cc'],
  ['what is below a chosen field', { kind: 'json', columns: ['deep'] }, 'x9 y9 / '],
  ['a chosen field in objects of an array', { kind: 'json', columns: ['items.sku'] }, 's1 / '],
])('what is packed of the sample holds %s', (_, format, expected) => {
  expect(wordsOf(format)).toBe(expected);
});
