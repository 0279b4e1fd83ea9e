import { afterEach, expect, test, vi } from 'vitest';
import { makeSealer, type Sealer } from '../auth/seal.ts';
import { remembering } from './remembering.ts';

afterEach(() => void vi.useRealTimers());

async function counted(): Promise<{ sealer: Sealer; opened: string[] }> {
  const real = await makeSealer(['a secret of at least 32 characters'], 'ticket');
  const opened: string[] = [];
  const open = (text: string) => {
    opened.push(text);
    return real.open(text);
  };
  return { sealer: { ...real, open }, opened };
}

test('a ticket is opened once, each gives its own, and only the latest are known', async () => {
  const { sealer, opened } = await counted();
  const remembered = remembering(sealer);
  const texts = await Promise.all(Array.from({ length: 33 }, (_, shard) => remembered.seal({ shard }, 60_000)));
  for (const turn of [0, 1]) {
    for (const [shard, text] of texts.slice(0, 32).entries()) {
      expect(await remembered.open(text), `turn ${turn}`).toMatchObject({ shard });
    }
  }
  expect(opened).toEqual(texts.slice(0, 32));
  const [first = '', second = ''] = texts;
  await remembered.open(first);
  await remembered.open(texts[32] ?? '');
  expect(await remembered.open(first)).toMatchObject({ shard: 0 });
  expect(opened).toHaveLength(33);
  expect(await remembered.open(second)).toMatchObject({ shard: 1 });
  expect(opened).toHaveLength(34);
});

test('one that is remembered expires as any other', async () => {
  const remembered = remembering((await counted()).sealer);
  const text = await remembered.seal({ shard: 1 }, 10_000);
  expect(await remembered.open(text)).toMatchObject({ shard: 1 });
  vi.useFakeTimers({ now: Date.now() + 11_000, toFake: ['Date'] });
  await expect(remembered.open(text)).rejects.toMatchObject({ code: 'ticket_expired' });
});

test('what is no ticket, or another one by a letter, is refused each time', async () => {
  const { sealer, opened } = await counted();
  const remembered = remembering(sealer);
  const text = await remembered.seal({ shard: 1 }, 10_000);
  await remembered.open(text);
  const forged = `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const bad of ['', 'x', forged, forged]) {
    await expect(remembered.open(bad)).rejects.toMatchObject({ code: 'ticket_invalid' });
  }
  expect(opened).toHaveLength(5);
});

test('a long one is opened, and not kept', async () => {
  const { sealer, opened } = await counted();
  const remembered = remembering(sealer);
  const text = await remembered.seal({ index: 'x'.repeat(4000) }, 10_000);
  await remembered.open(text);
  await remembered.open(text);
  expect(opened).toEqual([text, text]);
});
