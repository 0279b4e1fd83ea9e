import { readFileSync } from 'node:fs';
import { parse, stringify } from 'lossless-json';
import { datasetFile, type SampleIndex } from './sample-index.ts';

/** movies.json: flat documents with many nulls, and field names with spaces. */
export function movies(): SampleIndex {
  const rows = parse(readFileSync(datasetFile('movies.json'), 'utf8')) as unknown[];
  return {
    name: 'movies',
    shards: 1,
    mappings: {
      properties: {
        Title: { type: 'text', fields: { keyword: { type: 'keyword' } } },
        'US Gross': { type: 'long' },
        'Worldwide Gross': { type: 'long' },
        'US DVD Sales': { type: 'long' },
        'Production Budget': { type: 'long' },
        'Release Date': { type: 'date', format: 'MMM dd yyyy', locale: 'en_US' },
        'MPAA Rating': { type: 'keyword' },
        'Running Time min': { type: 'integer' },
        Distributor: { type: 'keyword' },
        Source: { type: 'keyword' },
        'Major Genre': { type: 'keyword' },
        'Creative Type': { type: 'keyword' },
        Director: { type: 'keyword' },
        'Rotten Tomatoes Rating': { type: 'integer' },
        'IMDB Rating': { type: 'float' },
        'IMDB Votes': { type: 'integer' },
      },
    },
    rows: rows.length,
    async *read(from) {
      for (const [i, row] of rows.entries()) {
        if (i >= from) yield { id: String(i), source: stringify(row) ?? '' };
      }
    },
  };
}
