import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { MAX_SAID, saidSchema } from '../../../shared/carrier.ts';
import { type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import { MAX_CLIENT_FRAME_BYTES } from '../../../shared/limits.ts';
import { Outbox } from './outbox.ts';

type Fate = 'heard' | 'unanswered' | 'unheard' | 'portal' | ErrorCode;

/** A proxy that hears as it should, on a way with a fate for each POST in turn. */
function makeStory(fates: readonly Fate[] = []) {
  const heard: unknown[] = [];
  const failures: ErrorCode[] = [];
  const most = { atOnce: 0, bytes: 0, messages: 0 };
  let posts = 0;
  let underWay = 0;
  let last = 0;
  const outbox = new Outbox({
    url: new URL('https://sluice.test/sub/api/carrier'),
    async fetch(url, { body }) {
      expect(url.href).toBe('https://sluice.test/sub/api/carrier/abc');
      const fate = fates[posts++] ?? 'heard';
      underWay += 1;
      most.atOnce = Math.max(most.atOnce, underWay);
      most.bytes = Math.max(most.bytes, Buffer.byteLength(String(body)));
      await new Promise((resolve) => setTimeout(resolve));
      underWay -= 1;
      if (fate === 'unheard') throw new TypeError('Failed to fetch');
      if (fate === 'portal') return new Response('<html>Welcome</html>', { status: 200 });
      if (fate !== 'heard' && fate !== 'unanswered') {
        const error = new SluiceError(fate, 'No.');
        return Response.json({ error: error.toBody() }, { status: error.status });
      }
      const { seq, messages } = v.parse(saidSchema, JSON.parse(String(body)));
      most.messages = Math.max(most.messages, messages.length);
      if (seq === last + 1) {
        last = seq;
        heard.push(...messages);
      }
      if (fate === 'unanswered') throw new TypeError('Failed to fetch');
      return new Response(null, { status: 204 });
    },
    failed: ({ code }) => failures.push(code),
  });
  return { outbox, heard, failures, most, posts: () => posts };
}

const PONG = { type: 'pong' };

it('says all in its order, one POST at a time, whatever comes together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ n: fc.nat(), waits: fc.boolean() }), { maxLength: 40 }), async (said) => {
      const { outbox, heard, most } = makeStory();
      expect(await outbox.begin('abc')).toBe(true);
      for (const { n, waits } of said) {
        outbox.add(`{"n":${n}}`);
        if (waits) await new Promise((resolve) => setTimeout(resolve));
      }
      await outbox.close();
      expect(heard).toEqual([PONG, ...said.map(({ n }) => ({ n }))]);
      expect(most.atOnce).toBe(1);
    }),
    { numRuns: 30 },
  );
});

it('keeps each POST within what the proxy takes', async () => {
  const { outbox, heard, most, posts } = makeStory();
  await outbox.begin('abc');
  const text = 'ü'.repeat(30_000);
  for (let n = 0; n < 12; n++) outbox.add(JSON.stringify(text));
  for (let n = 0; n < 3 * MAX_SAID; n++) outbox.add('1');
  await outbox.close();
  expect(heard).toHaveLength(1 + 12 + 3 * MAX_SAID);
  expect(most.bytes).toBeLessThanOrEqual(MAX_CLIENT_FRAME_BYTES);
  expect(most.messages).toBe(MAX_SAID);
  expect(posts()).toBeLessThan(12);
});

it('says again what may not have been heard, and it is heard once', async () => {
  const { outbox, heard, failures } = makeStory(['unheard', 'heard', 'unanswered', 'portal', 'heard']);
  expect(await outbox.begin('abc')).toBe(true);
  outbox.add('"one"');
  await outbox.close();
  expect(heard).toEqual([PONG, 'one']);
  expect(failures).toEqual([]);
});

it.each<[string, Fate[], ErrorCode]>([
  ['nothing gets through', ['unheard', 'unheard', 'unheard'], 'socket_lost'],
  ['something else answers', ['portal', 'portal', 'portal'], 'socket_lost'],
  ['the proxy knows no such carrier', ['carrier_lost'], 'carrier_lost'],
  ['the session is over', ['signed_out'], 'signed_out'],
])('gives up where %s, once', async (_, fates, code) => {
  const { outbox, heard, failures, posts } = makeStory(fates);
  expect(await outbox.begin('abc')).toBe(false);
  outbox.add('"more"');
  await outbox.close();
  expect([heard, failures, posts()]).toEqual([[], [code], fates.length]);
});
