import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { ALL_FLIGHTS, flights } from '../../dev/sample/flights.ts';
import { loadSample } from '../../dev/sample/load.ts';
import { makeProgress } from '../../dev/sample/progress.ts';
import type { SampleIndex } from '../../dev/sample/sample-index.ts';
import { articles } from './articles.ts';
import { documents } from './documents.ts';

/** One index that is exported. `columns` are the CSV's, as dotted paths. */
export type DataSet = { name: keyof typeof SORTS; index: string; rows: number; columns: readonly string[] };

/** As the address holds them: by two fields, and by time: flights lie in that order, the others do not. */
export const SORTS = {
  flights: { two: 'delay:desc,date:asc', time: 'date:asc' },
  documents: { two: 'order.amount:desc,event.at:asc', time: 'event.at:asc' },
  articles: { two: 'stats.views:desc,published:asc', time: 'published:asc' },
} as const;

type Loadable = { set: DataSet; source: SampleIndex };

/**
 * The data sets with `flightRows` flights and a third as many documents and articles, as in the whole: 1,000,000. Each
 * size has indices of its own, so that a quick run leaves those of a full one as they are.
 */
export function dataSets(flightRows: number): Loadable[] {
  const rows = Math.round(flightRows / 3);
  const indexOf = (base: string, count: number) => (flightRows === ALL_FLIGHTS ? base : `${base}-${count}`);
  return [
    flightsOf(flightRows, indexOf('flights', flightRows)),
    loadable('documents', indexOf('documents', rows), documents(rows)),
    loadable('articles', indexOf('articles', rows), articles(rows)),
  ];
}

/** The first `rows` flights, in an index of that name. */
export function flightsOf(rows: number, index: string): Loadable {
  return loadable('flights', index, flights(rows));
}

function loadable(name: DataSet['name'], index: string, source: SampleIndex): Loadable {
  const { rows, mappings } = source;
  return { set: { name, index, rows, columns: columnsOf(mappings) }, source: { ...source, name: index } };
}

/** Loads what is missing and waits until OpenSearch has nothing more to do for it. */
export async function load(url: string, sources: readonly SampleIndex[]): Promise<void> {
  const client = new Client({ node: url });
  try {
    for (const source of sources) {
      const added = await loadSample(client, source, makeProgress(`Loading ${source.name}`));
      if (added > 0) await client.indices.flush({ index: source.name });
    }
    await untilMerged(client);
  } finally {
    await client.close();
  }
}

/** A merge under way would cost the first ones measured, and not the others. */
async function untilMerged(client: Client): Promise<void> {
  for (;;) {
    const { body } = await client.indices.stats({ metric: 'merge' });
    if (!body._all.total?.merges?.current) return;
    await sleep(500);
  }
}

type Property = { properties?: Record<string, Property>; type?: string };

/** The paths of all fields, arrays of objects and points as one. */
function columnsOf(mappings: Property, path = ''): string[] {
  return Object.entries(mappings.properties ?? {}).flatMap(([name, property]) => {
    const full = path === '' ? name : `${path}.${name}`;
    if (property.properties === undefined || name === 'comments') return [full];
    return columnsOf(property, full);
  });
}
