import { expect, test } from 'vitest';
import { makeFormat } from '../encode/formats.ts';
import type { ExportEvent } from '../events.ts';
import { systemClock } from '../util/clock.ts';
import { ExportRun } from './export-run.ts';

async function makeRun(connect: () => Promise<never>) {
  const events: ExportEvent[] = [];
  const request = { id: 'a', search: { index: 'i', q: '' }, format: { kind: 'ndjson' }, fileName: 'a' } as const;
  let aborted = false;
  const run = new ExportRun(request, {
    connect,
    sink: {
      write: async () => {},
      close: async () => {},
      abort: async () => {
        aborted = true;
      },
    },
    format: await makeFormat(request.format),
    askDateFormats: async () => ({ groups: [] }),
    emit: (event) => events.push(event),
    clock: systemClock,
    network: { isOnline: () => true, whenOnline: async () => {} },
    ...{ wallClock: Date.now, random: Math.random, slot: async () => {} },
  });
  return { run, events, aborted: () => aborted };
}

test('nobody who cancels waits for a socket that does not open', async () => {
  const { run, events, aborted } = await makeRun(() => new Promise(() => {}));
  const ended = run.run();
  await new Promise((resolve) => setTimeout(resolve, 10));
  run.cancel();
  // A socket that never opens would hold it up for ever, and the test with it.
  await ended;
  expect(events.at(-1)).toMatchObject({ type: 'cancelled' });
  expect(aborted()).toBe(true);
});

test('a pause while the socket opens does not open another', async () => {
  let opened = 0;
  const { run } = await makeRun(() => {
    opened += 1;
    return new Promise(() => {});
  });
  const ended = run.run();
  await new Promise((resolve) => setTimeout(resolve, 10));
  run.pause();
  run.resume();
  run.cancel();
  await ended;
  expect(opened).toBe(1);
});
