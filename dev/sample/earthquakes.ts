import { readFileSync } from 'node:fs';
import { parse, stringify } from 'lossless-json';
import { datasetFile, type SampleIndex } from './sample-index.ts';

/** earthquakes.json: a document for each GeoJSON feature, with its nested objects as they are. */
export function earthquakes(): SampleIndex {
  const { features } = parse(readFileSync(datasetFile('earthquakes.json'), 'utf8')) as { features: { id: string }[] };
  return {
    name: 'earthquakes',
    shards: 1,
    mappings: {
      properties: {
        type: { type: 'keyword' },
        id: { type: 'keyword' },
        geometry: { type: 'geo_shape' },
        properties: { properties: eventProperties },
      },
    },
    rows: features.length,
    async *read(from) {
      for (const feature of features.slice(from)) yield { id: feature.id, source: stringify(feature) ?? '' };
    },
  };
}

const keyword = { type: 'keyword' };
const integer = { type: 'integer' };
const float = { type: 'float' };
const time = { type: 'date', format: 'epoch_millis' };
const text = { type: 'text', fields: { keyword } };

const eventProperties = {
  mag: float,
  place: text,
  time,
  updated: time,
  tz: integer,
  url: keyword,
  detail: keyword,
  felt: integer,
  cdi: float,
  mmi: float,
  alert: keyword,
  status: keyword,
  tsunami: integer,
  sig: integer,
  net: keyword,
  code: keyword,
  ids: keyword,
  sources: keyword,
  types: keyword,
  nst: integer,
  dmin: float,
  rms: float,
  gap: float,
  magType: keyword,
  type: keyword,
  title: text,
};
