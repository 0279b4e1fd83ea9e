import { Client } from '@opensearch-project/opensearch';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CsvFormat, READERS, type Reader } from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport } from '../../support/run-export.ts';

/** Dates in a time zone, from the index to the file. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.indices.delete({ index: 'dates-*' });
  await client.close();
});

const ZONE = 'Asia/Seoul';
const date = (format?: string, more = {}) => ({ type: 'date', ...(format ? { format } : {}), ...more });

async function exported(
  index: string,
  { columns, reader, ...options }: Partial<CsvFormat> & { columns: string[]; reader: Reader },
): Promise<Exported & { rows: Record<string, string>[] }> {
  const dates = { zone: ZONE, columns: columns.filter((name) => name !== 'n') };
  const csv = { kind: 'csv', delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
  const file = await runExport(session, { search: { index }, reader, format: { ...csv, columns, dates, ...options } });
  return { ...file, rows: parse(file.text, { columns: true, record_delimiter: '\r\n' }) };
}

const docsOf = (sources: readonly string[]) => sources.map((source, n) => ({ id: String(n), source }));

describe.each(READERS)('dates in a time zone, with the %s reader', (reader) => {
  it('are read by the mapping’s format, whether text or numbers', async () => {
    const source =
      '{"iso":"2024-03-01T00:00:00Z","own":"2024/03/01 00:00:00","ms":1709251200000,"sec":1709251200,"nanos":"2024-03-01T00:00:00.123456789Z"}';
    const properties = {
      iso: date(),
      own: date('yyyy/MM/dd HH:mm:ss'),
      ms: date('epoch_millis'),
      sec: date('epoch_second'),
      nanos: { type: 'date_nanos' },
    };
    await makeIndex(client, 'dates-own', docsOf([source]), { mapping: { properties } });
    const file = await exported('dates-own', { columns: ['iso', 'own', 'ms', 'sec', 'nanos'], reader });
    const there = '2024-03-01T09:00:00+09:00';
    expect(file.text).toBe(
      `iso,own,ms,sec,nanos\r\n${there},${there},${there},${there},2024-03-01T09:00:00.123456789+09:00\r\n`,
    );
    expect(file.verdict).toMatchObject({ complete: true, undated: [] });
  });

  it('with day and month the other way round are not turned, and days stay', async () => {
    const properties = {
      at: date('yyyy-dd-MM HH:mm'),
      day: date('yyyy-dd-MM'),
      mixed: date('yyyy-dd-MM HH:mm||yyyy-dd-MM'),
    };
    const sources = Array.from({ length: 12 }, (_, i) => {
      const two = String(i + 1).padStart(2, '0');
      return `{"at":"2024-05-${two} 20:00","day":"2024-05-${two}","mixed":"2024-${two}-05${i % 2 ? '' : ' 23:30'}"}`;
    });
    await makeIndex(client, 'dates-turned', docsOf(sources), { mapping: { properties }, shards: 2 });
    const { rows, verdict } = await exported('dates-turned', { columns: ['at', 'day', 'mixed'], reader });
    const byDay = rows.sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
    expect(byDay).toEqual(
      sources.map((_, i) => {
        const two = String(i + 1).padStart(2, '0');
        return {
          at: `2024-${two}-06T05:00:00+09:00`,
          day: `2024-05-${two}`,
          mixed: i % 2 ? `2024-${two}-05` : `2024-05-${String(i + 2).padStart(2, '0')}T08:30:00+09:00`,
        };
      }),
    );
    expect(verdict?.undated).toEqual([]);
  });

  it('whose format is not read here stay as they are, and the verdict names them', async () => {
    const properties = {
      n: { type: 'integer' },
      week: date("YYYY-'W'ww-e'T'HH"),
      french: date('dd MMM yyyy HH:mm', { locale: 'fr' }),
      valueless: date('epoch_second', { doc_values: false }),
      iso: date(),
    };
    const source = (n: number) =>
      `{"n":${n},"week":"2024-W10-2T10","french":"05 mai 2024 10:00","valueless":1709251200,"iso":"2024-03-05T10:00"}`;
    await makeIndex(client, 'dates-unread', docsOf([source(1), source(2)]), { mapping: { properties } });
    const { rows, verdict } = await exported('dates-unread', {
      columns: ['week', 'french', 'valueless', 'iso'],
      reader,
    });
    const row = {
      week: '2024-W10-2T10',
      french: '05 mai 2024 10:00',
      valueless: '1709251200',
      iso: '2024-03-05T19:00:00+09:00',
    };
    expect(rows).toEqual([row, row]);
    expect(verdict?.undated).toHaveLength(3);
    expect(verdict?.undated).toEqual(
      expect.arrayContaining([
        { field: 'week', rows: 2, why: 'format', format: "YYYY-'W'ww-e'T'HH" },
        { field: 'french', rows: 2, why: 'format', format: 'dd MMM yyyy HH:mm' },
        { field: 'valueless', rows: 2, why: 'untold' },
      ]),
    );
  });

  it('that OpenSearch passed over as malformed stay, and are counted', async () => {
    const properties = {
      at: date(undefined, { ignore_malformed: true }),
      nanos: { type: 'date_nanos', ignore_malformed: true },
    };
    const kept = ['"soon"', 'true', '"2024-03-05T10:00:60Z"', '"2024-02-30T10:00:00Z"', '1.7e12', '"2024/03/05"'];
    const sources = kept.map((json) => `{"at":${json}}`);
    sources.push(
      '{"nanos":"1969-12-31T23:59:59Z"}',
      '{"nanos":"1970-01-01T00:00:00Z","at":["soon","2024-03-05T10:00"]}',
    );
    await makeIndex(client, 'dates-malformed', docsOf(sources), { mapping: { properties }, shards: 3 });
    const { rows, verdict } = await exported('dates-malformed', { columns: ['at', 'nanos'], reader });
    expect(new Set(rows.map(({ at, nanos }) => at || nanos))).toEqual(
      new Set([
        ...kept.map((json) => (json.startsWith('"') ? JSON.parse(json) : json)),
        '1969-12-31T23:59:59Z',
        '["soon","2024-03-05T19:00:00+09:00"]',
      ]),
    );
    expect(rows.find(({ at }) => at?.startsWith('['))?.nanos).toBe('1970-01-01T09:00:00+09:00');
    expect(verdict?.undated).toEqual([
      { field: 'at', rows: 7, why: 'value' },
      { field: 'nanos', rows: 1, why: 'value' },
    ]);
  });

  it('are read by each index’s own format, and stay where the field is no date', async () => {
    const make = (name: string, properties: object, source: string) =>
      makeIndex(client, name, docsOf([source]), {
        mapping: { dynamic: false, properties: { n: { type: 'integer' }, ...properties } },
      });
    await make('dates-mix-a', { at: date('dd/MM/yyyy HH:mm') }, '{"n":1,"at":"05/03/2024 10:00"}');
    await make('dates-mix-b', { at: date('MM/dd/yyyy HH:mm') }, '{"n":2,"at":"05/03/2024 10:00"}');
    await make('dates-mix-c', { at: date('epoch_second') }, '{"n":3,"at":1709251200}');
    await make('dates-mix-d', {}, '{"n":4,"at":"05/03/2024 10:00"}');
    await make('dates-mix-e', { at: { type: 'keyword' } }, '{"n":5,"at":1709251200}');
    const { rows, verdict } = await exported('dates-mix-*', { columns: ['n', 'at'], reader });
    expect(rows.sort((a, b) => Number(a.n) - Number(b.n)).map(({ at }) => at)).toEqual([
      ...['2024-03-05T19:00:00+09:00', '2024-05-03T19:00:00+09:00', '2024-03-01T09:00:00+09:00'],
      ...['05/03/2024 10:00', '1709251200'],
    ]);
    expect(verdict).toMatchObject({ complete: true, undated: [{ field: 'at', rows: 2, why: 'untold' }] });
  });

  it('of an index that came behind the dialog are read like all others', async () => {
    const properties = { at: date('dd/MM/yyyy HH:mm') };
    await makeIndex(client, 'dates-late-a', docsOf(['{"at":"05/03/2024 10:00"}']), { mapping: { properties } });
    const columns = ['at'];
    expect((await exported('dates-late-*', { columns, reader })).text).toBe('at\r\n2024-03-05T19:00:00+09:00\r\n');
    await makeIndex(client, 'dates-late-b', docsOf(['{"at":"2024-03-05T10:00"}']), {
      mapping: { properties: { at: date() } },
    });
    const { rows, verdict } = await exported('dates-late-*', { columns, reader });
    expect(rows).toEqual([{ at: '2024-03-05T19:00:00+09:00' }, { at: '2024-03-05T19:00:00+09:00' }]);
    expect(verdict?.undated).toEqual([]);
    await client.indices.delete({ index: 'dates-late-*' });
  });
});
