import { parse } from 'lossless-json';
import { expect, it } from 'vitest';
import type { Field } from '../../../shared/http.ts';
import { unseenFields } from './hidden-columns.ts';
import { makeSample } from './sample.ts';

const field = (name: string, type = 'keyword', { searchable = true, aggregatable = true } = {}): Field => ({
  ...{ name, type, searchable, aggregatable },
});
const hit = (json: string) => ({ _index: 'a', _id: '1', _source: parse(json) });
const sampleOf = (json: string, fields: readonly Field[], total = 1000) => makeSample([hit(json)], fields, total);

it('asks about fields that no row has and that OpenSearch knows by exists', async () => {
  const notIndexed = { searchable: false, aggregatable: false };
  const fields = [
    ...[field('seen'), field('unseen'), field('text', 'text'), field('two', 'keyword, long'), field('a*b')],
    ...[field('blind', 'keyword', notIndexed), field('bin', 'binary', notIndexed), field('r', 'rank_features')],
    ...[field('nest', 'nested'), field('nest.v'), field('both', 'keyword, object'), field('x'.repeat(1025))],
    ...[field('new', 'some_new_type'), field('env', 'constant_keyword'), field('seen.raw')],
  ];
  const { shown, asked } = unseenFields(await sampleOf('{"seen":1}', fields), fields);
  expect(shown).toEqual([]);
  expect(asked).toEqual(['env', 'text', 'two', 'unseen']);
});

it('knows fields of objects by what a row shows below them', async () => {
  const fields = [
    ...[field('place', 'geo_point'), field('open', 'date_range'), field('labels', 'flat_object'), field('rel', 'join')],
    ...[field('other', 'geo_point'), field('word'), field('mixed', 'geo_point, keyword')],
  ];
  const json =
    '{"place":{"lat":1,"lon":2},"open":{"gte":1},"labels":{"a":1},"rel":{"name":"a"},"word":{"b":1},"mixed":{"lat":1}}';
  const { shown, asked } = unseenFields(await sampleOf(json, fields), fields);
  expect(shown).toEqual(['labels', 'open', 'place', 'rel']);
  expect(asked).toEqual(['mixed', 'other', 'word']);
});

it('leaves out all that a whole result does not have, and nothing where there is no row', async () => {
  const fields = [field('a'), field('b'), field('bin', 'binary', { searchable: false, aggregatable: false })];
  const whole = await sampleOf('{"a":1}', fields, 1);
  expect([whole.isWhole, [...whole.hidden]]).toEqual([true, ['b', 'bin']]);
  expect([...(await sampleOf('{"a":1}', fields, 2)).hidden]).toEqual([]);
  expect([...(await makeSample([], fields)).hidden]).toEqual([]);
});

it('knows whether rows have fields that the mapping does not know', async () => {
  const fields = [field('a'), field('place', 'geo_point'), field('items.b'), field('labels', 'flat_object')];
  const has = async (json: string) => (await sampleOf(json, fields)).hasUnmapped;
  expect(await has('{"a":1,"place":{"lat":1,"lon":2},"items":[{"b":1}]}')).toBe(true);
  expect(await has('{"a":1,"place":{"lat":1,"lon":2},"items":{"b":1}}')).toBe(false);
  expect(await has('{"a":1,"c":2}')).toBe(true);
  expect(await has('{"labels":{"x":1}}')).toBe(true);
});
