import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { runExport } from '../support/run-export.ts';
import { startLocal } from './bench.ts';
import { ORDERS } from './people.ts';

let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal({ LOG_LEVEL: 'error' });
});
afterAll(() => bench.close());

const lines = (audit: string) => bench.log.with({ audit });

it('tells who exported what, when it began and how it ended', async () => {
  const search = { index: ORDERS, q: 'region:west' };
  const { verdict } = await runExport(bench.bob, { search });
  expect(verdict).toMatchObject({ complete: true, written: 140 });
  const [begun] = lines('export_begun');
  const told = { user: 'bob', exportId: begun?.exportId, index: ORDERS };
  expect(begun).toMatchObject({ ...told, query: { q: 'region:west' }, indices: [ORDERS], shards: 3, rows: 140 });
  expect(begun?.time).toBeGreaterThan(Date.now() - 60_000);
  const ended = lines('export_ended');
  expect(ended).toMatchObject([
    { ...told, verdict: 'complete', rows: 140, pages: expect.any(Number), bytes: expect.any(Number) },
  ]);
  expect(ended[0]?.bytes).toBeGreaterThan(1000);
  expect(begun?.requestId).toBe(ended[0]?.requestId);
});

it('an export whose socket is lost has an end of its own, and one that goes on elsewhere a beginning', async () => {
  const first = await TestSocket.open(bench.ann);
  const { shards } = await first.plan({ index: ORDERS });
  const [shard] = shards;
  if (!shard) throw new Error('Nothing was planned.');
  const read = { ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 50 };
  await first.page(read);
  await first.close();
  const second = await TestSocket.open(bench.ann);
  await second.page(read);
  await second.release(shards.map(({ ticket }) => ticket));
  await second.close();
  await expect.poll(() => lines('export_ended').length).toBe(3);
  const [, begun] = lines('export_begun');
  const [, lost, last] = lines('export_ended');
  const { exportId } = begun ?? {};
  expect(lost).toMatchObject({ exportId, user: 'ann', verdict: 'unknown', pages: 1 });
  expect(lines('export_continued')).toMatchObject([{ exportId, user: 'ann', index: ORDERS, msg: 'export goes on' }]);
  expect(last).toMatchObject({ exportId, verdict: 'unknown', pages: 1 });
});

it('a report of an export that is nobody’s here is passed over, and the lowest level hides no line', async () => {
  const before = lines('export_ended').length;
  const socket = await TestSocket.open(bench.bob);
  const report = { type: 'report', exportId: crypto.randomUUID(), verdict: 'complete', rows: 5 };
  socket.send(report);
  await expect(socket.plan({ index: 'sec-nothing' })).rejects.toMatchObject({ code: 'forbidden' });
  await socket.close();
  expect(lines('export_ended')).toHaveLength(before);
  expect(bench.log.lines.filter(({ audit, level }) => audit === undefined && level === 30)).toEqual([]);
});
