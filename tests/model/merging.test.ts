import { describe, expect, it } from 'vitest';
import type { Sink } from '../../client/sink/sink.ts';
import { makeFormat } from '../../client/worker/encode/formats.ts';
import { rowsLeft } from '../../client/worker/order/merge-state.ts';
import { ExportRun } from '../../client/worker/run/export-run.ts';
import { SluiceError } from '../../shared/errors.ts';
import { Disk, Download, PickedFile } from './disk.ts';
import {
  begin,
  COUNT,
  DOWNLOAD_TIMEOUT,
  expectWhole,
  lastOf,
  never,
  type Options,
  request,
  type Story,
} from './sorted-story.ts';
import { World } from './world.ts';

/** An export with an order, once all rows are read: what a person does then, and what goes wrong. */
const HELD = 3;

/** A sink that holds up its third write until it is opened. */
function gated() {
  const gate = { writes: 0, open: () => {}, aborted: false };
  const sink = (plain: Sink): Sink => ({
    ...plain,
    async write(bytes) {
      gate.writes += 1;
      if (gate.writes === HELD) await new Promise<void>((resolve) => Object.assign(gate, { open: resolve }));
      await plain.write(bytes);
    },
    async abort() {
      gate.aborted = true;
    },
  });
  return { gate, sink, isHeld: () => gate.writes === HELD };
}

/** Calls `then` once a part of the rows is in the download. */
const whenWritten = (then: () => void): Options => ({
  sink: (plain) => ({
    ...plain,
    async write(bytes) {
      await plain.write(bytes);
      then();
    },
  }),
});

/** Calls `then` once a checkpoint counts a part of the file. */
const whenKept = (then: () => void): Options => ({
  checkpoints: (store) => ({
    ...store,
    async put(checkpoint) {
      await store.put(checkpoint);
      if (checkpoint.sorted?.file?.rows) then();
    },
  }),
});

const one = new PickedFile();
const MOMENTS: [string, () => Options, typeof whenKept][] = [
  ['a download begins anew', () => ({}), whenWritten],
  ['a picked file goes on', () => ({ picked: one }), whenKept],
];

describe('rows that are being merged', () => {
  it('wait while the export is paused, and nothing is read for them again', async () => {
    const { gate, sink, isHeld } = gated();
    const story = begin({ sink });
    await story.until(isHeld);
    const { served } = story.cluster;
    expect(served).toBeGreaterThanOrEqual(COUNT);
    story.run.pause();
    gate.open();
    const before = story.world.now();
    void story.world.sleep(10_000);
    await story.until(() => story.world.now() >= before + 10_000);
    expect(gate.writes).toBe(HELD);
    // How far it had got by then may be told once more.
    expect(story.events.filter(({ type }) => type !== 'progress').at(-1)).toEqual({ type: 'paused' });
    story.run.resume();
    await story.until(never);
    expectWhole(story);
    expect(story.cluster.served).toBe(served);
  });

  it('are left when it is cancelled, also where the download takes nothing more', async () => {
    for (const opens of [false, true]) {
      const { gate, sink, isHeld } = gated();
      const story = begin({ sink });
      await story.until(isHeld);
      story.run.cancel();
      if (opens) gate.open();
      await story.until(never);
      expect(lastOf(story)).toEqual({ type: 'cancelled' });
      expect([gate.aborted, story.disk.checkpoint, story.disk.spoolBytes]).toEqual([true, undefined, 0]);
    }
  });

  it('interrupt it when the download takes none for too long, and go on once it does', async () => {
    const { gate, sink } = gated();
    const story = begin({ sink });
    await story.until(() => lastOf(story)?.type === 'interrupted');
    expect(lastOf(story)).toMatchObject({ error: { code: 'timeout' } });
    expect(story.world.now()).toBeGreaterThanOrEqual(DOWNLOAD_TIMEOUT);
    gate.open();
    await story.until(never);
    expectWhole(story);
  });

  it('are progress, however long that takes: no page comes any more', async () => {
    let story: Story | undefined;
    const slow = (plain: Sink): Sink => ({
      ...plain,
      async write(bytes) {
        await story?.world.sleep(DOWNLOAD_TIMEOUT / 2);
        await plain.write(bytes);
      },
    });
    story = begin({ sink: slow });
    await story.until(never);
    expect(story.world.now()).toBeGreaterThan(2 * DOWNLOAD_TIMEOUT);
    expect(story.events.some(({ type }) => type === 'interrupted')).toBe(false);
    const merged = story.events.flatMap((event) => (event.type === 'progress' ? [event.progress.merged] : []));
    expect(merged.filter((n) => n !== undefined && n > 0 && n < COUNT).length).toBeGreaterThan(2);
    expectWhole(story);
  });

  it.each(MOMENTS)('are read from what was kept after a reload: %s', async (_, picked, watching) => {
    const disk = new Disk();
    let isUnderWay = () => {};
    const first = begin({ disk, ...picked(), ...watching(() => isUnderWay()) });
    const down = new Promise<void>((crashed) => {
      isUnderWay = () => void first.world.crashAt(1).then(crashed);
    });
    void first.until(() => first.world.crashed);
    await down;
    disk.goDown(0);
    const { file, merge } = disk.checkpoint?.sorted ?? {};
    if (watching === whenKept) expect(file?.rows).toBeGreaterThan(0);
    expect(merge && rowsLeft(merge)).toBe(COUNT - (file?.rows ?? 0));
    expect(file?.rows ?? 0).toBeLessThan(COUNT);
    const second = begin({ disk, ...picked() });
    await second.until(never);
    expectWhole(second);
    expect(second.cluster.served).toBe(0);
    // From the first thing told on it is known that nothing is read any more, and how many rows are in the file.
    const merged = second.events.flatMap((event) => (event.type === 'progress' ? [event.progress.merged] : []));
    expect(merged[0]).toBe(file?.rows ?? 0);
    expect(merged).toEqual([...merged].sort((a = -1, b = -1) => a - b));
  });

  it.each([
    ['while rows come', 9_000, 64_000],
    ['between passes', 35_000, 3_000],
  ])('where the browser has no more room %s: it waits for a person, who makes some', async (_, quota, budgetBytes) => {
    const disk = new Disk();
    disk.quota = quota;
    const story = begin({ disk, budgetBytes });
    await story.until(() => lastOf(story)?.type === 'interrupted');
    expect(lastOf(story)).toMatchObject({ error: { code: 'disk_full' } });
    expect(lastOf(story)).not.toHaveProperty('lookMs');
    story.run.resume();
    await story.until(() => story.events.filter(({ type }) => type === 'interrupted').length === 2);
    expect(disk.checkpoint).toBeDefined();
    disk.quota = Number.POSITIVE_INFINITY;
    story.run.resume();
    await story.until(never);
    expectWhole(story);
  });

  it('where there is no room for the file beside them: a picked one is written straight', async () => {
    const disk = new Disk();
    const picked = new PickedFile();
    const story = begin({ disk, picked, budgetBytes: 64_000 });
    await story.until(() => disk.spoolBytes > 0 && story.cluster.served === COUNT);
    disk.quota = disk.spoolBytes + 8_000;
    await story.until(never);
    expectWhole(story);
  });

  it('wait beside a picked file that cannot be written, until it can', async () => {
    const picked = new PickedFile();
    picked.refuses = true;
    const story = begin({ picked });
    await story.until(() => lastOf(story)?.type === 'interrupted');
    expect(lastOf(story)).toMatchObject({ error: { code: 'file_unwritable' } });
    picked.refuses = false;
    story.run.resume();
    await story.until(never);
    expectWhole(story);
  });

  it('are in the file all the same where a newer release has taken the checkpoints', async () => {
    let puts = 0;
    const story = begin({
      checkpoints: (store) => ({
        ...store,
        async put(checkpoint) {
          puts += 1;
          if (puts > 2) throw new SluiceError('other_release', 'taken');
          await store.put(checkpoint);
        },
      }),
    });
    await story.until(never);
    expect(story.events.filter(({ type }) => type === 'unkept')).toHaveLength(1);
    expectWhole(story);
  });

  it('end it where what was kept is not what was written', async () => {
    for (const at of [40, 1_000, 5_000, 9_000]) {
      const disk = new Disk();
      const story = begin({ disk });
      disk.onceRead = () => disk.spoil(at);
      await story.until(never);
      expect(lastOf(story)).toMatchObject({ type: 'failed', error: { code: 'checkpoint_lost' } });
    }
  });
});

it('rows that nobody keeps are not put in an order: that is said at once', () => {
  const world = new World();
  const ports = {
    ...{ connect: async () => Promise.reject(new Error('not here')), emit: () => {}, clock: world },
    ...{ askDateFormats: async () => ({ groups: [] }), sink: new Download().sink(world) },
    ...{ format: makeFormat(request.format, { sortValues: 1 }), wallClock: () => 0, random: () => 0.5 },
    ...{ slot: async () => {}, network: { isOnline: () => true, whenOnline: async () => {} } },
  };
  expect(() => new ExportRun(request, ports)).toThrow(expect.objectContaining({ code: 'order_unkept' }));
});
