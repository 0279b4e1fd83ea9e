import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SluiceError } from '../../shared/errors.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import { PageWeights } from './page-weights.ts';

const MIB = 1024 * 1024;
const { signal } = new AbortController();

/** A page of so many bytes, in pieces that cut gzip's last bytes. */
function pageOf(bytes: number, { gzip = false } = {}): OpenSearchResponse {
  const whole = new Uint8Array(bytes).fill(32);
  const sent = gzip ? gzipSync(whole) : whole;
  async function* pieces() {
    yield sent.subarray(0, -3);
    yield sent.subarray(-3, -2);
    yield sent.subarray(-2);
  }
  return { status: 200, retryAfter: undefined, body: pieces() };
}

/** Rows of one weight, of which `asked` tells how many were asked for. */
function rowsOf(weight: number, { gzip = false } = {}) {
  const weights = new PageWeights();
  const asked: number[] = [];
  const ask = async (rows: number) => {
    asked.push(rows);
    return pageOf(rows * weight, { gzip });
  };
  const read = async (rows: number, of = 'export index', isLight = false) => {
    const { body } = await weights.run({ of, rows, isLight, user: 'u', signal }, ask, () => ask(rows));
    for await (const _ of body);
  };
  return { weights, asked, read };
}

test.each([{ gzip: false }, { gzip: true }])('many rows of unknown size: ten first; gzip: %o', async (options) => {
  const { asked, read } = rowsOf(1000, options);
  await read(10_000);
  await read(10_000);
  expect(asked).toEqual([10, 10_000, 10_000]);
});

test.each([{ gzip: false }, { gzip: true }])('what ten rows weighed is known; gzip: %o', async (options) => {
  const { asked, read } = rowsOf(MIB, options);
  await read(10);
  await expect(read(100)).rejects.toMatchObject({ code: 'too_large' });
  await read(60);
  await read(10);
  expect(asked).toEqual([10, 60, 10]);
});

test('what nobody has seen of one export or index is not known from another', async () => {
  const { asked, read } = rowsOf(1000);
  await read(10, 'a x');
  await read(5000, 'a y');
  await read(5000, 'b x');
  expect(asked).toEqual([10, 10, 5000, 10, 5000]);
});

test('of an index with little in it all is asked for at once, and what it weighed is known', async () => {
  const { asked, read } = rowsOf(MIB);
  await read(100, 'export index', true);
  expect(asked).toEqual([100]);
  await expect(read(100)).rejects.toMatchObject({ code: 'too_large' });
});

test('pages with fewer rows than asked for say nothing of the others', async () => {
  const weights = new PageWeights();
  const run = async (rows: number, bytes: number) => {
    const { body } = await weights.run(
      { of: 'e i', rows, isLight: false, user: 'u', signal },
      async () => pageOf(10 * MIB),
      async () => pageOf(bytes),
    );
    for await (const _ of body);
  };
  await run(10, 10 * MIB);
  for (let i = 0; i < 20; i++) await run(60, 100);
  await expect(run(1000, 100)).rejects.toMatchObject({ code: 'too_large' });
});

test('rows that became lighter are asked for by the thousand again', async () => {
  const { read, weights } = rowsOf(1000);
  const { body } = await weights.run(
    { of: 'export index', rows: 10, isLight: false, user: 'u', signal },
    async () => pageOf(0),
    async () => pageOf(100 * MIB),
  );
  for await (const _ of body);
  await expect(read(1000)).rejects.toMatchObject({ code: 'too_large' });
  for (let i = 0; i < 14; i++) await read(10);
  await read(5000);
});

test('two heavy pages at once, and light ones beside them', async () => {
  const { weights } = rowsOf(0);
  const light = (of: string) =>
    weights.run(
      { of, rows: 10, isLight: false, user: 'u', signal },
      async () => pageOf(0),
      async () => pageOf(10 * MIB),
    );
  for (const of of ['a', 'b', 'c']) for await (const _ of (await light(of)).body);
  const open: (() => void)[] = [];
  const heavy = (of: string) =>
    weights.run(
      { of, rows: 40, isLight: false, user: of, signal },
      async () => pageOf(0),
      () => new Promise((resolve) => open.push(() => resolve(pageOf(1)))),
    );
  const all = ['a', 'b', 'c'].map(heavy);
  await light('a');
  expect(open.length).toBe(2);
  open[0]?.();
  await all[0];
  await Promise.resolve();
  expect(open.length).toBe(3);
  for (const end of open) end();
  await Promise.all(all);
});

test('an index that is gone is the page’s to tell', async () => {
  const gone = async (): Promise<OpenSearchResponse> => {
    throw new SluiceError('index_not_found', 'gone');
  };
  const lost = async (): Promise<OpenSearchResponse> => {
    throw new SluiceError('snapshot_lost', 'lost');
  };
  const asked = { of: 'e i', rows: 100, isLight: false, user: 'u', signal };
  await expect(new PageWeights().run(asked, gone, lost)).rejects.toMatchObject({ code: 'snapshot_lost' });
});
