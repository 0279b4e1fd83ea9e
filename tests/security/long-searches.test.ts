import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_SEARCH_CHARS, SEARCH_PART_CHARS } from '../../shared/limits.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { post, startLocal } from './bench.ts';
import { ORDERS, PAYROLL } from './people.ts';

/** Searches of megabytes, by people who mean no good. */
let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal({ PLANS_PER_MINUTE: '1000', SEARCHES_PER_MINUTE: '1000' });
});
afterAll(() => bench.close());

const values = Array.from({ length: 65_536 }, (_, i) => String(i));
const listOf = (index: string, more: string[] = []) => ({
  index,
  q: '',
  filters: [{ field: 'n', op: 'one_of', values: [...more, ...values].slice(0, 65_536) }],
});

async function hold(socket: TestSocket, search: object): Promise<string> {
  const text = JSON.stringify(search);
  const id = socket.newId();
  let at = 0;
  for (; at + SEARCH_PART_CHARS < text.length; at += SEARCH_PART_CHARS) {
    socket.send({ type: 'search', id, part: text.slice(at, at + SEARCH_PART_CHARS) });
  }
  const held = await socket.request({ type: 'search', part: text.slice(at), last: true }, id);
  return (held as { digest: string }).digest;
}

type Planned = { shards: { ticket: string; highest: number; rows: number }[] };
const planBy = async (socket: TestSocket, digest: string) =>
  (await socket.request({ type: 'plan', exportId: crypto.randomUUID(), digest })) as Planned;

describe('a ticket of a long search', () => {
  it('is worth nothing with another search, for another user, or with none', async () => {
    const mine = await TestSocket.open(bench.bob);
    const { shards } = await planBy(mine, await hold(mine, listOf(ORDERS)));
    const [{ ticket, highest } = { ticket: '', highest: 0 }] = shards;
    const page = { ticket, chunk: { after: -1, upTo: highest }, size: 10 };
    const foreign = [
      undefined,
      { ...listOf(ORDERS), q: '*' },
      listOf(ORDERS, ['-1']),
      listOf(PAYROLL),
      { ...listOf(ORDERS), filters: [] },
      { ...listOf(ORDERS), dsl: '{"match_all":{}}' },
    ];
    for (const search of foreign) {
      const socket = await TestSocket.open(bench.bob);
      if (search) await hold(socket, search);
      await expect(socket.page(page)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(socket.reopen(ticket)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await socket.close();
    }
    const anns = await TestSocket.open(bench.ann);
    await hold(anns, listOf(ORDERS));
    await expect(anns.page(page)).rejects.toMatchObject({ code: 'ticket_invalid' });
    await anns.close();
    expect((await mine.page(page)).hits.length).toBeGreaterThan(0);
    await mine.close();
  });

  it('opens no index and no query that its user may not ask, however long the search', async () => {
    const socket = await TestSocket.open(bench.bob);
    const dsl = (clause: string) => `{"bool":{"filter":[{"terms":{"n":${JSON.stringify(values)}}},${clause}]}}`;
    const refused: [object, string][] = [
      [listOf(PAYROLL), 'forbidden'],
      [listOf(`${ORDERS},${PAYROLL}`), 'forbidden'],
      [listOf('*'), 'forbidden'],
      [{ index: ORDERS, dsl: dsl(`{"terms":{"n":{"index":"${PAYROLL}","id":"1","path":"salary"}}}`) }, 'query_invalid'],
      [{ index: ORDERS, dsl: dsl('{"script":{"script":"true"}}') }, 'query_invalid'],
      [{ index: ORDERS, dsl: dsl('{"wrapper":{"query":"e30="}}') }, 'query_invalid'],
      [{ index: ORDERS, dsl: dsl('{"query_string":{"query":"*a"}}') }, 'query_invalid'],
      [{ index: ORDERS, dsl: dsl('{"query\\u005fstring":{"query":"*a"}}') }, 'query_invalid'],
    ];
    for (const [search, code] of refused) {
      const digest = await hold(socket, search);
      await expect(planBy(socket, digest), JSON.stringify(search).slice(-100)).rejects.toMatchObject({ code });
      expect(await post(bench.url, '/api/search', search, bench.bob)).toMatchObject({ code });
    }
    await socket.close();
  });
});

describe('what long searches may take', () => {
  it('is bounded for each user: more of them are told to wait, and others go on', async () => {
    const sockets = await Promise.all(Array.from({ length: 8 }, () => TestSocket.open(bench.bob)));
    const begun = sockets.map((socket) =>
      socket.request({ type: 'search', part: 'x' }).catch((error: unknown) => error),
    );
    expect(await begun[7]).toMatchObject({ code: 'busy', retryable: true });
    const anns = await TestSocket.open(bench.ann);
    expect(await hold(anns, listOf(ORDERS))).toHaveLength(43);
    for (const socket of [...sockets, anns]) {
      socket.socket.terminate();
      await once(socket.socket, 'close');
    }
    await expect
      .poll(async () => {
        const again = await TestSocket.open(bench.bob);
        return hold(again, listOf(ORDERS)).finally(() => again.close());
      })
      .toHaveLength(43);
  });

  it('ends where it is too long, and the socket goes on', async () => {
    const socket = await TestSocket.open(bench.bob);
    const id = socket.newId();
    const refused = socket.request({ type: 'search', part: 'x'.repeat(SEARCH_PART_CHARS) }, id);
    for (let chars = 0; chars <= MAX_SEARCH_CHARS; chars += SEARCH_PART_CHARS) {
      socket.send({ type: 'search', id, part: 'x'.repeat(SEARCH_PART_CHARS) });
    }
    await expect(refused).rejects.toMatchObject({ code: 'too_large' });
    await expect(hold(socket, { index: ORDERS })).resolves.toHaveLength(43);
    await socket.close();
  });

  it('is no time in which others wait: the longest one holds nobody up', async () => {
    const socket = await TestSocket.open(bench.bob);
    const long = {
      index: ORDERS,
      q: '',
      dsl: JSON.stringify({ terms: { n: values.map((n) => n.padStart(80, '0')) } }),
    };
    let worst = 0;
    let over = false;
    const watch = (async () => {
      while (!over) {
        const began = performance.now();
        await fetch(new URL('/healthz', bench.url));
        worst = Math.max(worst, performance.now() - began);
      }
    })();
    for (let i = 0; i < 3; i++) await hold(socket, { ...long, q: '' });
    await post(bench.url, '/api/validate', long, bench.bob);
    over = true;
    await watch;
    console.info(`the longest search held others up for ${Math.round(worst)} ms`);
    expect(worst).toBeLessThan(1500);
    await socket.close();
  });
});
