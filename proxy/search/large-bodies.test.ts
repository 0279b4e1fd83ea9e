import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_CLIENT_FRAME_BYTES, MAX_SEARCH_BYTES } from '../../shared/limits.ts';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { limitedBody, makeWithBody } from './large-bodies.ts';

const LONG = 'x'.repeat(MAX_CLIENT_FRAME_BYTES + 1);

function makeApp() {
  const clock = makeFakeClock();
  const withBody = makeWithBody({ clock });
  const app = new Hono();
  app.use(limitedBody());
  app.post('*', (c) =>
    withBody(c, c.req.header('user') ?? '', async () => c.json({ length: (await c.req.text()).length })),
  );
  app.onError((error, c) => c.json({ code: SluiceError.from(error).code }, 500));
  const ask = async (path: string, body: BodyInit, user = 'ann') => {
    const headers = { user, 'content-length': String(typeof body === 'string' ? body.length : MAX_SEARCH_BYTES) };
    const answer = await app.request(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    return answer.json();
  };
  return { app, clock, ask };
}

/** A body that begins and never ends. */
function stalled(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(LONG)) });
}

test.each(['search', 'validate', 'values', 'facets', 'histogram', 'date-formats', 'empty-fields'])(
  '/api/%s takes a long search, and none that is longer than one may be',
  async (name) => {
    const { ask } = makeApp();
    expect(await ask(`/api/${name}`, LONG)).toEqual({ length: LONG.length });
    expect(await ask(`/api/${name}`, 'x'.repeat(MAX_SEARCH_BYTES + 1))).toEqual({ code: 'too_large' });
  },
);

test.each(['session', 'search/', 'searches', 'indices'])('/api/%s takes none', async (name) => {
  expect(await makeApp().ask(`/api/${name}`, LONG)).toEqual({ code: 'too_large' });
});

test('a body that does not say its length is no long one', async () => {
  const { app } = makeApp();
  const asked = async (headers: Record<string, string>) => {
    const body = new Blob([LONG]).stream();
    return (await app.request('/api/search', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)).json();
  };
  expect(await asked({})).toEqual({ code: 'too_large' });
  expect(await asked({ 'content-length': '9', 'transfer-encoding': 'chunked' })).toEqual({ code: 'too_large' });
});

test('bodies that never end keep their senders’ turns only, and these for half a minute', async () => {
  const { clock, ask } = makeApp();
  const late = Array.from({ length: 6 }, () => ask('/api/search', stalled(), 'eve'));
  expect(await ask('/api/search', LONG, 'ann')).toEqual({ length: LONG.length });
  for (let turns = 0; turns < 3; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.pass(30_000);
  }
  expect(await Promise.all(late)).toEqual(late.map(() => ({ code: 'timeout' })));
  expect(await ask('/api/search', LONG, 'eve')).toEqual({ length: LONG.length });
});
