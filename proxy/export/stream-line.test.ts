import { expect, it } from 'vitest';
import { CARRIED, CARRIED_HEAD_BYTES } from '../../shared/carrier.ts';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { StreamLine } from './stream-line.ts';

function make() {
  const clock = makeFakeClock();
  const seen = { gone: 0 };
  const line = new StreamLine({ id: 'abc', clock, gone: () => (seen.gone += 1) });
  const reader = line.body.getReader();
  const frame = async () => {
    const head = (await reader.read()).value ?? new Uint8Array();
    const carried = (await reader.read()).value ?? new Uint8Array();
    expect([head.length, new DataView(head.buffer).getUint32(1)]).toEqual([CARRIED_HEAD_BYTES, carried.length]);
    return { kind: head[0], text: new TextDecoder().decode(carried) };
  };
  return { line, reader, frame, clock, seen };
}

it('carries its id, what was sent, and the close, in that order, and ends', async () => {
  const { line, reader, frame, seen } = make();
  line.send('{"type":"ping"}');
  line.send(new Uint8Array([65, 66]));
  line.close(1001, 'go on elsewhere');
  line.send('too late');
  expect(await frame()).toEqual({ kind: CARRIED.begin, text: 'abc' });
  expect(await frame()).toEqual({ kind: CARRIED.text, text: '{"type":"ping"}' });
  expect(await frame()).toEqual({ kind: CARRIED.binary, text: 'AB' });
  expect(await frame()).toEqual({ kind: CARRIED.close, text: '{"code":1001,"reason":"go on elsewhere"}' });
  expect(seen.gone).toBe(0);
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(seen.gone).toBe(1);
});

it('tells how much is not taken, and gives no more than is asked for', async () => {
  const { line, frame } = make();
  await frame();
  expect(line.buffered()).toBe(0);
  for (let n = 0; n < 10; n++) line.send(new Uint8Array(1000));
  await new Promise((resolve) => setTimeout(resolve));
  const each = CARRIED_HEAD_BYTES + 1000;
  expect(line.buffered()).toBe(10 * each);
  await frame();
  expect(line.buffered()).toBe(9 * each);
  const asked = frame();
  line.send(new Uint8Array(1));
  await asked;
  expect(line.buffered()).toBe(8 * each + CARRIED_HEAD_BYTES + 1);
});

it('is cut off from a client that takes nothing in, and holds nothing then', async () => {
  const { line, reader, clock, seen } = make();
  line.send(new Uint8Array(1000));
  line.close(4408, 'takes nothing in');
  clock.pass(4_999);
  expect([seen.gone, line.buffered() > 1000]).toEqual([0, true]);
  clock.pass(1);
  expect([seen.gone, line.buffered()]).toEqual([1, 0]);
  await expect(reader.read()).rejects.toThrow('takes nothing in');
});

it.each<[string, (made: ReturnType<typeof make>) => unknown]>([
  ['cancels', ({ reader }) => reader.cancel()],
  ['is gone, as the runtime says', ({ line }) => line.leave()],
])('is gone once where its reader %s, whatever comes behind that', async (_, leave) => {
  const made = make();
  await made.frame();
  const waiting = made.reader.read();
  await leave(made);
  expect((await waiting).done).toBe(true);
  made.line.leave();
  made.line.send('too late');
  made.line.close(1001, 'too late');
  made.clock.pass(10_000);
  expect([made.seen.gone, made.line.buffered()]).toEqual([1, 0]);
});
