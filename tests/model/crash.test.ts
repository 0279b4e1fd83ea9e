import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartsFolder } from '../../client/sink/parts-folder.ts';
import { makePickedFileSink } from '../../client/sink/picked-file.ts';
import { hashEncoders } from '../../client/worker/encode/hash/hash-encoder.ts';
import { makeSha256 } from '../../client/worker/encode/hash/sha256.ts';
import { isPartOf } from '../../client/worker/encode/parts/part-names.ts';
import { PartPlaces } from '../../client/worker/encode/parts/part-places.ts';
import type { ExportEvent } from '../../client/worker/events.ts';
import { Journal } from '../../client/worker/ledger/journal.ts';
import { KeptFile } from '../../client/worker/ledger/kept-file.ts';
import { ExportRun } from '../../client/worker/run/export-run.ts';
import type { ExportRequest } from '../../shared/request.ts';
import { MemoryFolder } from '../support/memory-folder.ts';
import { sha256Of } from '../support/sha256.ts';
import { Cluster, type Row } from './cluster.ts';
import { Disk, Download, PickedFile } from './disk.ts';
import { asRow, FILE_NAME, madeAs, rowsInFolder, rowsOf, tieOf } from './model-files.ts';
import { dated, MOST_CRASHES, parquet, SECONDS, type Story, sortedStoryArb, storyArb, WORDS } from './stories.ts';
import { World } from './world.ts';

/**
 * Thousands of exports in which the machine goes down at any moment, pages break off, snapshots and sockets are lost, proxy and
 * cluster are away for a while. Whatever happens, and with nobody to press a button, the file in the end holds each row once.
 */
const RUNS = Number(process.env.MODEL_RUNS ?? 300);

const id = '00000000-0000-4000-8000-000000000000';

type Machine = { story: Story; disk: Disk; cluster: Cluster; picked: PickedFile; folder: MemoryFolder };
type Ended = Machine & { file: Download | PickedFile | MemoryFolder; events: ExportEvent[] };

describe('an export on a machine that goes down', () => {
  it(
    'holds each row once in the end',
    async () => {
      await fc.assert(
        fc.asyncProperty(storyArb, async (story) => {
          const { file, events, disk, cluster } = await live(story);
          expect(events.at(-1)?.type).toBe('finished');
          const { rows, sha256 } = await wholeOf(file, story);
          const readable = cluster.rows.filter(({ open }) => !open);
          expect(rows.sort()).toEqual(readable.map((row) => asRow(row, story.format)).sort());
          const last = events.at(-1);
          const out = cluster.rows.length - readable.length;
          const whole = { complete: true, expected: cluster.rows.length, written: readable.length };
          expect(last?.type === 'finished' && last.verdict).toMatchObject(whole);
          expect(last?.type === 'finished' ? (last.verdict.leftOut?.rows ?? 0) : -1).toBe(out);
          const undated = story.format === dated && readable.length > 0 ? [{ field: 'n', rows: readable.length }] : [];
          expect(last?.type === 'finished' && last.verdict.undated).toMatchObject(undated);
          expect(last?.type === 'finished' && last.verdict.sha256).toBe(sha256);
          const misfits = story.format === parquet ? readable.length : 0;
          expect(last?.type === 'finished' && (last.verdict.misfits?.[0]?.rows ?? 0)).toBe(misfits);
          expect(disk.checkpoint).toBeUndefined();
          expect(disk.spoolBytes).toBe(0);
        }),
        { numRuns: RUNS },
      );
    },
    Math.max(600_000, RUNS * 150),
  );
});

describe('an export with an order on a machine that goes down', () => {
  it(
    'holds each row once in the end, in that order',
    async () => {
      await fc.assert(
        fc.asyncProperty(sortedStoryArb, async ({ story: plain, sortedBytes, comesInOrder, ...sorted }) => {
          const shards = comesInOrder ? plain.shards.map(ascending) : plain.shards;
          const story: Story = { ...plain, ...sorted, shards, budgetBytes: sortedBytes };
          const { file, events, disk, cluster } = await live(story);
          const last = events.at(-1);
          expect(last?.type).toBe('finished');
          const { rows, sha256 } = await wholeOf(file, story);
          const wanted = inOrder(cluster.byShard, story);
          expect(rows).toEqual(wanted);
          const whole = { complete: true, expected: cluster.rows.length, written: wanted.length };
          expect(last?.type === 'finished' && last.verdict).toMatchObject(whole);
          expect(last?.type === 'finished' && last.progress.merged).toBe(wanted.length);
          expect(last?.type === 'finished' && last.verdict.sha256).toBe(sha256);
          expect(disk.checkpoint).toBeUndefined();
          expect(disk.spoolBytes).toBe(0);
        }),
        { numRuns: RUNS },
      );
      // Else nothing was shown.
      for (const moment of ['runs', 'pass', 'between passes', 'file', 'file after passes', ...TRAITS])
        expect(met.get(moment), moment).toBeGreaterThan(0);
    },
    Math.max(600_000, RUNS * 150),
  );
});

async function wholeOf(file: Ended['file'], story: Story): Promise<{ rows: string[]; sha256: string }> {
  if (file instanceof MemoryFolder) return rowsInFolder(file, story);
  expect(file.whole).toBe(true);
  return { rows: await rowsOf(file.bytes, story), sha256: sha256Of(file.bytes) };
}

/** Crashes, by what there was to go on from. */
const met = new Map<string, number>();

function momentOf({ checkpoint }: Disk): string {
  const { merge, file } = checkpoint?.sorted ?? {};
  if (!merge) return checkpoint ? 'as read' : 'nothing';
  if (file) return merge.passes > 0 ? 'file after passes' : 'file';
  return merge.merging
    ? 'pass'
    : merge.passes > 0
      ? 'between passes'
      : merge.waiting.length > 1
        ? 'runs'
        : 'a run or none';
}

/** The same rows, whose numbers grow as they come. */
function ascending(rows: readonly Row[]): Row[] {
  return rows.map((row, n) => ({ ...row, by: { ...row.by, n } }));
}

const TRAITS = ['several passes', 'a run of several segments', 'runs, for a packed file'];

/** What else there was. */
function traitsOf({ checkpoint }: Disk, { encoder }: Story): string[] {
  const { merge } = checkpoint?.sorted ?? {};
  if (!merge || merge.length === 0) return [];
  const isAppended = merge.passes === 0 && merge.waiting.some(({ segments }) => segments.length > 1);
  return TRAITS.filter((_, i) => [merge.passes > 1, isAppended, encoder === 'gzip'][i]);
}

/** The readable rows of all shards, in order: in plain terms, by their values, then by number and shard, then by their text. */
function inOrder(shards: readonly (readonly Row[])[], { order = [], format }: Story): string[] {
  const all = shards.flatMap((rows, shard) =>
    rows
      .filter(({ open }) => !open)
      .map((row) => ({ ...row, shard, text: asRow(row, format), tie: tieOf(row, format) })),
  );
  const compareBy = (a: Row, b: Row) => {
    for (const { field, order: way } of order) {
      const [x, y] = field === 'n' ? [a.by.n, b.by.n] : [WORDS.indexOf(a.by.word), WORDS.indexOf(b.by.word)];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      return way === 'asc' ? x - y : y - x;
    }
    return 0;
  };
  all.sort((a, b) => compareBy(a, b) || a.seqNo - b.seqNo || a.shard - b.shard || (a.tie < b.tie ? -1 : 1));
  return all.map(({ text }) => text);
}

/** Runs the export until it has ended, starting it again after each crash. */
async function live(story: Story): Promise<Ended> {
  const disk = new Disk();
  disk.quota = story.quota ?? Number.POSITIVE_INFINITY;
  const cluster = new Cluster(story);
  const machine = { story, disk, cluster, picked: new PickedFile(), folder: new MemoryFolder() };
  for (const crash of [...story.crashes, undefined]) {
    const world = new World();
    const down = crash ? crashAt(world, crash.after, { disk, story }) : new Promise<void>(() => {});
    const run = start(world, machine);
    let over = false;
    // On a machine that is down nobody hears how the run took it.
    const alive = run.then(
      (result) => (world.crashed ? undefined : result),
      (error) => (world.crashed ? undefined : Promise.reject(error)),
    );
    const end = Promise.race([alive, down.then(() => undefined)]).finally(() => {
      over = true;
    });
    await world.runUntil(() => over);
    const ended = await end;
    if (ended) return { ...ended, ...machine };
    disk.goDown(crash?.luck ?? 0);
    for (const at of [momentOf(disk), ...traitsOf(disk, story)]) met.set(at, (met.get(at) ?? 0) + 1);
  }
  throw new Error('The last run has no crash, so it ends.');
}

function crashAt(world: World, step: number, { disk, story }: Pick<Machine, 'disk' | 'story'>): Promise<void> {
  if (!story.crashesMerging) return world.crashAt(step);
  return new Promise((down) => {
    disk.onceRead = () => void world.crashAt(1 + (step % 25)).then(down);
  });
}

async function start(world: World, machine: Machine) {
  const { story, disk, cluster } = machine;
  const { order } = story;
  const search = { index: 'i', q: '' };
  const asked: ExportRequest = { id, search, format: story.format, fileName: 'f', ...(order ? { order } : {}) };
  const from = disk.checkpoint;
  const request = from?.request ?? (story.leaveOut ? { ...asked, leaveOut: true as const } : asked);
  const events: ExportEvent[] = [];
  const spool = disk.spool(world);
  if (!from) spool.cutBack(0);
  const { file, handle, format, sinkOver } = openFile(world, machine);
  const journal = new Journal({
    id,
    spool,
    picked: handle,
    checkpoints: disk.checkpoints(world),
    removeSpool: () => disk.removeSpool(world),
    isOnlyCopy: order !== undefined,
    lost: (error) => events.push({ type: 'unkept', error: error.toBody() }),
  });
  const kept = order ? { file: new KeptFile(journal) } : {};
  const run: ExportRun = new ExportRun(request, {
    connect: () => cluster.connect(world),
    askDateFormats: async () => ({ groups: [{ indices: ['i'], fields: [SECONDS] }] }),
    sink: sinkOver(kept.file ?? journal),
    format,
    emit: (event) => {
      events.push(event);
      const isAsked = event.type === 'interrupted' && event.error.code === 'row_unreadable';
      if (isAsked) queueMicrotask(() => run.resume({ leaveOut: true }));
      if (event.type !== 'interrupted' || event.error.code !== 'disk_full') return;
      // Somebody makes room, and says so.
      disk.quota = Number.POSITIVE_INFINITY;
      queueMicrotask(() => run.resume());
    },
    clock: world,
    network: { isOnline: () => true, whenOnline: async () => {} },
    wallClock: () => world.now(),
    random: () => 0.5,
    slot: async () => {},
    keep: { journal, from, ...kept },
    commitEvery: story.commitEvery ?? { ms: 40, bytes: 150 },
    budgetBytes: story.budgetBytes,
  });
  await run.run();
  return { file, events };
}

/** For one worker after another: the last things a dying one does are no business of the next. */
const hashers = await Promise.all(Array.from({ length: MOST_CRASHES + 1 }, makeSha256));
let started = 0;

/** Where a run writes, and how: a download, a picked file, or a picked folder where the file is in parts. */
function openFile(world: World, { story, picked, folder }: Machine) {
  const hasher = hashers[started++ % hashers.length];
  const places = story.picked && story.encoder === 'in parts' ? new PartPlaces() : undefined;
  const made = madeAs(story, places);
  const copied = () => {};
  if (places) {
    const handle = folder.handle(() => world.step());
    const isPart = isPartOf({ fileName: FILE_NAME, format: story.format });
    const parts = new PartsFolder({ folder: handle, isPart, placeOf: (part) => places.placeOf(part), hasher });
    const sinkOver = (kept: Kept) => makePickedFileSink({ handle: parts, kept, copied });
    return { file: folder, handle, format: made, sinkOver };
  }
  const format = { ...made, makeEncoder: hashEncoders(made.makeEncoder, hasher) };
  if (story.picked) {
    const handle = picked.handle(world);
    return { file: picked, handle, format, sinkOver: (kept: Kept) => makePickedFileSink({ handle, kept, copied }) };
  }
  const download = new Download();
  return { file: download, handle: undefined, format, sinkOver: () => download.sink(world) };
}
type Kept = Journal | KeptFile;
