import { Client } from '@opensearch-project/opensearch';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { makeFormat } from '../../../client/worker/encode/formats.ts';
import { RowDates } from '../../../client/worker/run/row-dates.ts';
import { bytesOf, pageOf, scan } from '../../../client/worker/scan/suite/pages.ts';
import type { DateFormats } from '../../../shared/dates/date-formats.ts';
import { dateReader } from '../../../shared/dates/format.ts';
import { NONE } from '../../../shared/dates/moment.ts';
import { anyDateText, DATE_FORMATS, DAYS, momentOf } from '../../support/date-texts.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** What we write for a date against what OpenSearch itself makes of it, over many formats, texts and zones. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

beforeAll(async () => {
  bench = await makeSearchBench(inject('opensearchUrl'), 'none');
});
afterAll(async () => {
  await bench.close();
  await client.indices.delete({ index: 'date-texts' });
  await client.close();
});

const INDEX = 'date-texts';
const FIELDS = DATE_FORMATS.map((_, k) => `f${k}`);
/** Of each format at once, and how often. */
const TEXTS = 80;
const RUNS = 4;

/** A row's texts, a column a format. */
const anyRows = fc
  .tuple(...DATE_FORMATS.map((format) => fc.array(anyDateText(format), { minLength: TEXTS, maxLength: TEXTS })))
  .map((columns) => Array.from({ length: TEXTS }, (_, i) => columns.map((texts) => texts[i] ?? '')));

type Told = { moments: (bigint | undefined)[][]; formats: DateFormats };

/** Each text as the moment that OpenSearch has indexed, in nanoseconds; undefined where it passed it over. */
async function askOpenSearch(rows: readonly string[][], type: string): Promise<Told> {
  const mapping = {
    properties: Object.fromEntries(
      DATE_FORMATS.map((format, k) => [`f${k}`, { type, format, ignore_malformed: true }]),
    ),
  };
  const docs = rows.map((texts, i) => ({ id: String(i), source: sourceOf(texts) }));
  await makeIndex(client, INDEX, docs, { mapping });
  const { body } = await client.search({
    index: INDEX,
    body: { size: TEXTS, _source: false, docvalue_fields: FIELDS.map((field) => ({ field, format: 'epoch_millis' })) },
  });
  const byId = new Map(body.hits.hits.map(({ _id, fields }) => [_id, fields ?? {}]));
  const moments = rows.map((_, i) => FIELDS.map((field) => nanosOf(byId.get(String(i))?.[field]?.[0])));
  const groups: DateFormats['groups'] = [{ indices: [INDEX], fields: [] }];
  for (let at = 0; at < FIELDS.length; at += 50) {
    const told = await bench.post('/api/date-formats', { index: INDEX, fields: FIELDS.slice(at, at + 50) });
    groups[0]?.fields.push(...(told.body.groups[0]?.fields ?? []));
  }
  return { moments, formats: { groups } };
}

const sourceOf = (texts: readonly string[]) =>
  JSON.stringify(Object.fromEntries(texts.map((text, k) => [`f${k}`, text])));

/** From milliseconds with a fraction. */
function nanosOf(told: string | undefined): bigint | undefined {
  if (told === undefined) return undefined;
  const [whole = '', fraction = ''] = told.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0')) * (whole.startsWith('-') ? -1n : 1n);
}

/** The cells that the file has for the rows. */
function written(rows: readonly string[][], zone: string, formats: DateFormats): string[][] {
  const csv = { kind: 'csv', delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
  const format = makeFormat({ ...csv, columns: FIELDS, dates: { zone, columns: FIELDS } });
  const page = pageOf(rows.map((texts, seqNo) => ({ source: sourceOf(texts), seqNo })));
  const makeScanner = new RowDates(format, formats).scannerOf(INDEX);
  return parse(scan({ ...format, makeScanner }, bytesOf(page)).all, { record_delimiter: '\r\n' });
}

it.each(['date', 'date_nanos'])('a %s is written as the moment that OpenSearch has, or stays', async (type) => {
  const known = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(anyRows, fc.constantFrom(...Intl.supportedValuesOf('timeZone')), async (rows, zone) => {
      const { moments, formats } = await askOpenSearch(rows, type);
      expect(formats.groups[0]?.fields.map(({ format }) => format)).toEqual(DATE_FORMATS);
      const cells = written(rows, zone, formats);
      formats.groups[0]?.fields.forEach(({ format, proved }, k) => {
        if (proved && !known.has(format)) known.set(format, 0);
        const reader = dateReader(format);
        rows.forEach((texts, i) => {
          const [text = '', cell = '', moment] = [texts[k], cells[i]?.[k], moments[i]?.[k]];
          const about = `${format}: ${text} → ${cell}`;
          // Surely no text of a format that OpenSearch takes for one would be shown to the next format.
          if (proved && reader?.readText(text) === NONE) expect(moment, about).toBeUndefined();
          if (DAYS.includes(text) && !/^\d+$/.test(text)) expect(cell, about).toBe(text);
          if (cell === text) return;
          known.set(format, (known.get(format) ?? 0) + 1);
          const here = momentOf(cell);
          // A `date` has milliseconds, rounded down; the file has all digits.
          expect(type === 'date' ? here - (((here % 1_000_000n) + 1_000_000n) % 1_000_000n) : here, about).toBe(moment);
        });
      });
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // Each format that is read here, with a time of day, was seen to be read.
  for (const [format, count] of known) if (!dateReader(format)?.isDay) expect(count, format).toBeGreaterThan(5);
  expect(known.size).toBeGreaterThan(50);
});
