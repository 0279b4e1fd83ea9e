import { fileURLToPath } from 'node:url';

/** A row of sample data: its `_id`, and its `_source` as JSON text, so that numbers stay as the source wrote them. */
export type SampleRow = { id: string; source: string };

/** An index of sample data and where its rows come from. The same row has the same `_id` each time. */
export type SampleIndex = {
  name: string;
  shards: number;
  mappings: Record<string, unknown>;
  /** Of the index, beside shards and replicas. */
  settings?: Record<string, unknown>;
  /** How many rows make it whole. */
  rows: number;
  /** The rows from number `from` on, in order, made as they are taken. */
  read(from: number): AsyncGenerator<SampleRow>;
};

/** Where the npm package vega-datasets keeps a file of data. */
export function datasetFile(name: string): string {
  return fileURLToPath(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url));
}
