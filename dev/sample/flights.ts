import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { datasetFile, type SampleIndex, type SampleRow } from './sample-index.ts';

/** Rows of the whole file, and of the first start, which is to be quick. */
export const ALL_FLIGHTS = 3_000_000;
export const FIRST_FLIGHTS = 300_000;

/** The first `rows` flights of flights-3m.parquet: 2001's, in the order of their departure. */
export function flights(rows: number): SampleIndex {
  return {
    name: 'flights',
    shards: 4,
    mappings: {
      properties: {
        date: { type: 'date', format: 'strict_date_hour_minute_second' },
        delay: { type: 'integer' },
        distance: { type: 'integer' },
        origin: { type: 'keyword' },
        destination: { type: 'keyword' },
      },
    },
    rows,
    read: (from) => readFlights(from, rows),
  };
}

type Flight = { date: Date; delay: bigint; distance: bigint; origin: string; destination: string };

/** One row group at a time is in memory, about 270,000 rows. */
async function* readFlights(from: number, to: number): AsyncGenerator<SampleRow> {
  const file = await asyncBufferFromFile(datasetFile('flights-3m.parquet'));
  const metadata = await parquetMetadataAsync(file);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    const rowStart = Math.max(from, groupStart);
    const rowEnd = Math.min(to, groupEnd);
    groupStart = groupEnd;
    if (rowStart >= rowEnd) continue;
    const rows = (await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd })) as Flight[];
    for (const [i, row] of rows.entries()) yield { id: String(rowStart + i), source: flightSource(row) };
  }
}

/** The file's times are of the airport's clock, in no zone: written without one. */
function flightSource({ date, delay, distance, origin, destination }: Flight): string {
  const row = { date: date.toISOString().slice(0, 19), delay: Number(delay), distance: Number(distance) };
  return JSON.stringify({ ...row, origin, destination });
}
