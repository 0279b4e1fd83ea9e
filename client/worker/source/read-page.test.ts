import { describe, expect, it } from 'vitest';
import { makeFormat } from '../encode/formats.ts';
import { makePageStream } from '../socket/page-stream.ts';
import { makeBudget } from './pace/budget.ts';
import { type PageResult, readPage } from './read-page.ts';

const HITS = '"hits":{"hits":[{"_source":{"n":1},"sort":[7]},{"_source":{"n":2},"sort":[8]}]}';

/** Sends `text` as a page and reads it; the end is told with `bytes`, if not those that were sent. */
async function read(text: string, bytes?: number): Promise<PageResult> {
  const page = makePageStream({ ack: () => {}, cancel: () => {} });
  const share = makeBudget(1_000_000, 1).take(1);
  if (!share) throw new Error('The first read always fits.');
  const { makeScanner } = makeFormat({ kind: 'ndjson' });
  const result = readPage({ page, makeScanner, carry: undefined, share, part: 1_000_000, leaveOut: false });
  const sent = new TextEncoder().encode(text);
  page.begin('identity');
  page.frame(sent);
  page.end({ bytes: bytes ?? sent.byteLength });
  return result;
}

describe('a page', () => {
  it('that is whole gives its rows', async () => {
    const { done, tail, summary } = await read(`{"timed_out":false,"_shards":{"failed":0},${HITS}}`);
    expect([done.count, tail.count, summary?.hits]).toEqual([1, 1, 2]);
  });

  it.each([
    ['timed out', '{"timed_out":true,"_shards":{"failed":0},'],
    ['lacks a shard', '{"timed_out":false,"_shards":{"failed":1},'],
  ])('that %s is not taken, whatever rows it has', async (_, head) => {
    await expect(read(`${head}${HITS}}`)).rejects.toMatchObject({ code: 'page_partial', retryable: true });
  });

  it('that lost bytes on its way is not taken', async () => {
    await expect(read(`{"timed_out":false,"_shards":{"failed":0},${HITS}}`, 9_999)).rejects.toMatchObject({
      code: 'page_malformed',
    });
  });
});
