import * as v from 'valibot';
import { expect, it } from 'vitest';
import { exportRequestSchema, formatSchema } from '../../../shared/request.ts';
import { searchSchema } from '../../../shared/search.ts';
import { readStored, recipeSchema, type SavedExport, storedOf } from '../../export/saved-exports.ts';
import { packExport, readRunLink } from './run-link.ts';
import { readSavedFile, writeSavedFile } from './saved-file.ts';
import { askedOf } from './to-new-export.ts';

/** All that can be said of a file: a test asks that each key there is stands here, and another that each comes through. */
const search: Required<SavedExport['request']['search']> = {
  ...{ index: 'logs-*', q: 'a:1', dql: 'b:2', dsl: '{"match_all":{}}' },
  filters: [{ op: 'is', field: 'user.name', value: '서울/..' }],
  time: { field: '@timestamp', from: 'now-7d', to: 'now' },
  nested: [{ field: 'user.name', paths: [{ path: 'user' }] }],
};
const recipe: Required<SavedExport['request']> = {
  ...{ search, format: { kind: 'json' }, leaveOut: true, manifest: true },
  order: [{ field: '@timestamp', order: 'desc', type: 'date' }],
  parts: { rows: 10, bytes: 20 },
  each: { field: 'tenant', without: true },
};
const ids = { ids: true } as const;
const packing = { gzip: true } as const;
const formats: SavedExport['request']['format'][] = [
  {
    ...{ kind: 'csv', columns: ['a'], delimiter: ';', header: true, bom: true, guard: true, rest: true, join: '|' },
    ...{ dates: { zone: 'Asia/Seoul', columns: ['a'] }, ...ids, ...packing },
  },
  { kind: 'parquet', columns: [{ name: 'a', type: 'text', list: true }], compression: 'gzip', rest: true, ...ids },
  { kind: 'xlsx', columns: [{ name: 'a', type: 'date', width: 9 }], zone: 'Asia/Seoul', rest: true, ...ids },
  { kind: 'ndjson', columns: ['a'], ...ids, ...packing },
  { kind: 'json', columns: ['a'], ...ids, ...packing },
];
const savedOf = (format: SavedExport['request']['format']): SavedExport => ({
  ...{ title: 'All', template: '{index}_{query}', place: 'picked' },
  request: { ...recipe, format },
});

const sorted = (keys: Iterable<string>) => [...keys].sort();

it('has here each key that there is: one that comes later is to be carried, too', () => {
  expect(sorted(Object.keys(recipe))).toEqual(sorted(Object.keys(recipeSchema.entries)));
  expect(sorted(Object.keys(search))).toEqual(sorted(Object.keys(searchSchema.entries)));
  for (const { entries } of formatSchema.options) {
    const format = formats.find(({ kind }) => kind === entries.kind.literal) ?? {};
    const never = entries.gzip.wrapped.type === 'never' ? ['gzip'] : [];
    expect(sorted([...Object.keys(format), ...never])).toEqual(sorted(Object.keys(entries)));
  }
});

it.each(formats.map((format) => [format.kind, savedOf(format)] as const))(
  'carries each key through save, file, import, link and run: %s',
  async (_, saved) => {
    const [stored] = readStored([structuredClone(storedOf(saved, 1))]);
    const [imported] = readSavedFile(writeSavedFile(stored ? [stored] : []))?.exports ?? [];
    const linked = imported && (await readRunLink(await packExport(imported)));
    expect(linked).toEqual(saved);
    const { one, each } = askedOf({ ...saved, place: 'downloads' }, 0);
    const { fileName, ...asked } = one;
    expect({ ...asked, each }).toEqual(saved.request);
    expect(v.is(exportRequestSchema, { ...one, id: crypto.randomUUID() })).toBe(true);
  },
);
