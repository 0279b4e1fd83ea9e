import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { SluiceError } from '../../shared/errors.ts';
import { makeAssertRoom } from '../edges/room.ts';
import { type Asked, type Kind, makeAnswer } from './answering.ts';

const LARGE = new Uint8Array(300_000).fill(0x20);
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Calls at `/kind/user`, each answered when the test says so. */
function makeBench(options: { searchesAtOnce?: number; memoryBytes?: () => number; alone?: boolean } = {}) {
  const begun: string[] = [];
  const works = new Map<string, { give(answer: Uint8Array<ArrayBuffer> | object): void; asked: Asked }>();
  const timers = new Set<() => void>();
  const clock = {
    now: () => 0,
    after(_: number, run: () => void) {
      timers.add(run);
      return () => timers.delete(run);
    },
  };
  const assertRoom = makeAssertRoom(options.memoryBytes, 1000);
  const answer = makeAnswer({ searchesAtOnce: 4, ...options, clock, assertRoom });
  const http = new Hono();
  http.onError((error) => new Response(SluiceError.from(error).code, { status: 500 }));
  http.get('/:kind/:user', (c) => {
    const { kind, user } = c.req.param();
    const name = c.req.query('as') ?? '';
    const work = (asked: Asked) => {
      begun.push(name);
      return new Promise<Uint8Array<ArrayBuffer> | object>((give) => works.set(name, { give, asked }));
    };
    return answer(c, { kind: kind as Kind, user, work });
  });
  const ask = async (path: string, name: string, signal?: AbortSignal) =>
    http.request(`/${path}?as=${name}`, signal ? { signal } : {});
  const give = async (name: string, what: Uint8Array<ArrayBuffer> | object) => {
    works.get(name)?.give(what);
    await settled();
  };
  return { begun, works, timers, ask, give };
}

test('so many of each user and in all at once; the rest when it is their turn', async () => {
  const { begun, ask, give } = makeBench();
  const calls = ['a', 'b', 'c'].map((name) => ask('rows/ann', name));
  void ask('rows/bob', 'd');
  void ask('rows/eve', 'e');
  void ask('rows/eve', 'f');
  await settled();
  expect(begun).toEqual(['a', 'b', 'd', 'e']);
  await give('a', { done: true });
  expect(begun).toEqual(['a', 'b', 'd', 'e', 'c']);
  expect(await (await calls[0])?.json()).toEqual({ done: true });
  // Figures and lists wait for none of these.
  void ask('figures/ann', 'g');
  void ask('lists/ann', 'h');
  await settled();
  expect(begun.slice(5)).toEqual(['g', 'h']);
});

test('a large answer holds its turn until it was taken', async () => {
  const { begun, ask, give } = makeBench({ searchesAtOnce: 2 });
  const first = ask('rows/ann', 'a');
  void ask('rows/ann', 'b');
  await settled();
  await give('a', LARGE);
  const reader = (await first).body?.getReader();
  await reader?.read();
  expect(begun).toEqual(['a']);
  let bytes = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) bytes += next.value.length;
  expect(bytes).toBeGreaterThan(LARGE.length / 2);
  await settled();
  expect(begun).toEqual(['a', 'b']);
});

test.each([
  ['is cancelled', async ({ body }: Response) => void (await body?.cancel())],
  ['is taken too slowly', async (_: Response, timers: Set<() => void>) => [...timers][0]?.()],
  ['loses its client', async (_: Response, __: Set<() => void>, client: AbortController) => client.abort()],
  [
    'loses its client while it is read',
    async ({ body }: Response, _: Set<() => void>, client: AbortController) => {
      await body?.getReader().read();
      client.abort();
    },
  ],
])('an answer that %s gives its turn back', async (_, end) => {
  const { begun, timers, ask, give } = makeBench({ searchesAtOnce: 2 });
  const client = new AbortController();
  const first = ask('rows/ann', 'a', client.signal);
  void ask('rows/ann', 'b');
  await settled();
  await give('a', LARGE);
  const response = await first;
  expect(begun).toEqual(['a']);
  await end(response, timers, client);
  await settled();
  expect(begun).toEqual(['a', 'b']);
  expect(timers.size).toBe(0);
});

test('a client that goes while it waits, or before its answer begins, leaves no turn taken', async () => {
  const { begun, works, ask, give } = makeBench({ searchesAtOnce: 2 });
  const [gone, later] = [new AbortController(), new AbortController()];
  void ask('rows/ann', 'a');
  const waiting = ask('rows/ann', 'b', gone.signal).catch(() => undefined);
  const third = ask('rows/ann', 'c', later.signal);
  await settled();
  gone.abort(new SluiceError('internal', 'gone'));
  await waiting;
  await give('a', {});
  expect(begun).toEqual(['a', 'c']);
  later.abort();
  expect(works.get('c')?.asked.signal.aborted).toBe(true);
  await give('c', LARGE);
  await third;
  void ask('rows/ann', 'd');
  await settled();
  expect(begun).toEqual(['a', 'c', 'd']);
});

test('what is larger than others is held one at a time, however often a call takes it', async () => {
  const { works, ask, give } = makeBench({ searchesAtOnce: 8 });
  const first = ask('rows/ann', 'a');
  void ask('rows/bob', 'b');
  await settled();
  await works.get('a')?.asked.takeHeavy();
  await works.get('a')?.asked.takeHeavy();
  let taken = false;
  void works
    .get('b')
    ?.asked.takeHeavy()
    .then(() => {
      taken = true;
    });
  await give('a', LARGE);
  expect(taken).toBe(false);
  await (await first).arrayBuffer();
  await settled();
  expect(taken).toBe(true);
});

test('who waits is bounded; past the limit of memory nothing is taken on', async () => {
  let bytes = 10;
  const { begun, ask, give } = makeBench({ searchesAtOnce: 2, memoryBytes: () => bytes });
  const calls = Array.from({ length: 60 }, (_, n) => ask('rows/ann', `${n}`));
  await settled();
  const refused = await Promise.all(calls.slice(51));
  for (const response of refused) expect(await response.text()).toBe('busy');
  bytes = 1001;
  expect(await (await ask('lists/bob', 'x')).text()).toBe('busy');
  bytes = 1000;
  void ask('lists/bob', 'y');
  await settled();
  expect(begun).toEqual(['0', 'y']);
  // Nor what has waited until then.
  bytes = 1001;
  await give('0', {});
  expect(await (await calls[1])?.text()).toBe('busy');
  expect(begun).toEqual(['0', 'y']);
});

test('where no request can wait for another, none does', async () => {
  const { begun, works, ask } = makeBench({ searchesAtOnce: 1, alone: true });
  for (let n = 0; n < 100; n++) void ask('rows/ann', `${n}`);
  await settled();
  expect(begun).toHaveLength(100);
  await Promise.all([...works.values()].map(({ asked }) => asked.takeHeavy()));
});
