import { readFileSync } from 'node:fs';
import { Client } from '@opensearch-project/opensearch';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { earthquakes } from '../../dev/sample/earthquakes.ts';
import { flights } from '../../dev/sample/flights.ts';
import { loadSample } from '../../dev/sample/load.ts';
import { movies } from '../../dev/sample/movies.ts';
import { datasetFile, type SampleIndex } from '../../dev/sample/sample-index.ts';

const client = new Client({ node: inject('opensearchUrl') });
const made = new Set<string>();

/** The same data under a name of the test's own. */
function named(index: SampleIndex, name: string): SampleIndex {
  made.add(name);
  return { ...index, name };
}

const quiet = () => {};

async function count(index: string): Promise<number> {
  return (await client.count({ index })).body.count;
}

async function sources(index: string): Promise<Map<string, unknown>> {
  const found = await client.search({ index, body: { size: 10_000, query: { match_all: {} } } });
  return new Map(found.body.hits.hits.map((hit) => [String(hit._id), hit._source]));
}

afterAll(async () => {
  for (const index of made) await client.indices.delete({ index, ignore_unavailable: true });
  await client.close();
});

describe('flights', () => {
  const ROWS = 20_000;

  test('the rows are those of the file, each once, over four shards', async () => {
    const index = named(flights(ROWS), 'sample-flights');
    expect(await loadSample(client, index, quiet)).toBe(ROWS);
    expect(await count(index.name)).toBe(ROWS);
    const settings = await client.indices.getSettings({ index: index.name, flat_settings: true });
    expect(settings.body[index.name]?.settings).toMatchObject({ 'index.number_of_shards': '4' });

    const file = await asyncBufferFromFile(datasetFile('flights-3m.parquet'));
    const rows = await parquetReadObjects({ file, compressors, rowStart: 0, rowEnd: ROWS });
    for (const i of [0, 1, 777, 12_345, ROWS - 1]) {
      const row = rows[i];
      const found = await client.get({ index: index.name, id: String(i) });
      expect(found.body._source).toEqual({
        date: row?.date.toISOString().replace('.000Z', ''),
        delay: Number(row?.delay),
        distance: Number(row?.distance),
        origin: row?.origin,
        destination: row?.destination,
      });
    }
  });

  test('more rows are added to those that are there, across the groups of the file', async () => {
    const small = named({ ...flights(1000), shards: 1 }, 'sample-flights-more');
    await loadSample(client, small, quiet);
    expect(await loadSample(client, named(flights(3000), small.name), quiet)).toBe(2000);
    expect(await count(small.name)).toBe(3000);
    const group = 272_727;
    const ids: string[] = [];
    for await (const row of flights(group + 2).read(group - 2)) ids.push(row.id);
    expect(ids).toEqual([group - 2, group - 1, group, group + 1].map(String));
  });
});

describe('a load that broke off', () => {
  test('is done again without doubling or changing a row', async () => {
    const index = named({ ...flights(2000), shards: 1 }, 'sample-broken');
    const broken: SampleIndex = {
      ...index,
      async *read(from) {
        for await (const row of index.read(from)) {
          if (row.id === '1500') throw new Error('the machine stopped');
          yield row;
        }
      },
    };
    await expect(loadSample(client, broken, quiet)).rejects.toThrow('the machine stopped');
    await client.index({ index: index.name, id: '3', op_type: 'create', body: await rowOf(index, 3), refresh: true });
    expect(await loadSample(client, index, quiet)).toBe(1999);
    expect(await count(index.name)).toBe(2000);
    const third = await client.get({ index: index.name, id: '3' });
    expect(third.body._version).toBe(1);
  });

  test('a whole index is left alone, one that lost a row gets it back', async () => {
    const index = named({ ...flights(2000), shards: 1 }, 'sample-whole');
    await loadSample(client, index, quiet);
    expect(await loadSample(client, index, quiet)).toBe(0);
    await client.delete({ index: index.name, id: '7', refresh: true });
    expect(await loadSample(client, index, quiet)).toBe(1);
    expect(await count(index.name)).toBe(2000);
  });

  test('an index of that name that is no sample data is not touched', async () => {
    const index = named(movies(), 'sample-foreign');
    await client.index({ index: index.name, id: '1', body: { mine: true }, refresh: true });
    await expect(loadSample(client, index, quiet)).rejects.toThrow(/^The index "sample-foreign" is not sample data/);
    expect(await count(index.name)).toBe(1);
  });
});

describe('the JSON files', () => {
  test('movies: every row, equal to the file', async () => {
    const index = named(movies(), 'sample-movies');
    await loadSample(client, index, quiet);
    const wanted: unknown[] = JSON.parse(readFileSync(datasetFile('movies.json'), 'utf8'));
    const found = await sources(index.name);
    expect(found.size).toBe(wanted.length);
    for (const [i, row] of wanted.entries()) expect(found.get(String(i))).toEqual(row);
  });

  test('earthquakes: every feature, nested as in the file, and found by place and time', async () => {
    const index = named(earthquakes(), 'sample-earthquakes');
    await loadSample(client, index, quiet);
    const wanted: { features: Feature[] } = JSON.parse(readFileSync(datasetFile('earthquakes.json'), 'utf8'));
    const found = await sources(index.name);
    expect(found.size).toBe(wanted.features.length);
    for (const feature of wanted.features) expect(found.get(feature.id)).toEqual(feature);

    const since = 1_517_800_000_000;
    const isLate = ({ properties }: Feature) => properties.time >= since;
    const isInAlaska = ({ geometry: { coordinates } }: Feature) => {
      const [longitude = 0, latitude = 0] = coordinates;
      return longitude >= -170 && longitude <= -130 && latitude >= 54 && latitude <= 72;
    };
    const envelope = [
      [-170, 72],
      [-130, 54],
    ];
    const filter = [
      { geo_shape: { geometry: { shape: { type: 'envelope', coordinates: envelope } } } },
      { range: { 'properties.time': { gte: since } } },
    ];
    const near = await client.count({ index: index.name, body: { query: { bool: { filter } } } });
    expect(near.body.count).toBe(wanted.features.filter((feature) => isLate(feature) && isInAlaska(feature)).length);
  });
});

type Feature = { id: string; properties: { time: number }; geometry: { coordinates: number[] } };

async function rowOf(index: SampleIndex, number: number): Promise<Record<string, unknown>> {
  for await (const row of index.read(number)) return JSON.parse(row.source);
  throw new Error(`There is no row ${number}.`);
}
