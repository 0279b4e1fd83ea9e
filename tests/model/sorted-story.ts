import { expect } from 'vitest';
import { makePickedFileSink } from '../../client/sink/picked-file.ts';
import type { Sink } from '../../client/sink/sink.ts';
import { makeFormat } from '../../client/worker/encode/formats.ts';
import type { ExportEvent } from '../../client/worker/events.ts';
import type { CheckpointStore } from '../../client/worker/ledger/checkpoint.ts';
import { Journal } from '../../client/worker/ledger/journal.ts';
import { KeptFile } from '../../client/worker/ledger/kept-file.ts';
import { ExportRun } from '../../client/worker/run/export-run.ts';
import { type Order, sortValuesOf } from '../../shared/order.ts';
import type { ExportRequest, TextFormat } from '../../shared/request.ts';
import { Cluster, type Row } from './cluster.ts';
import { Disk, Download, type PickedFile } from './disk.ts';
import { World } from './world.ts';

/** One export with an order on a simulated machine, and what its file has to be. */
const id = '00000000-0000-4000-8000-000000000000';
const order: Order = [{ field: 'n', order: 'desc', type: 'integer' }];
export const request: ExportRequest & { format: TextFormat } = {
  id,
  search: { index: 'i', q: '' },
  format: { kind: 'ndjson' },
  fileName: 'f',
  order,
};
export const COUNT = 300;
export const DOWNLOAD_TIMEOUT = 30_000;

function sourceOf(n: number): string {
  return `{"n":${n},"text":"${'x'.repeat(60)}"}`;
}

const rows: Row[] = Array.from({ length: COUNT }, (_, seqNo) => {
  const n = (seqNo * 7) % COUNT;
  return { seqNo, id: `${seqNo}`, source: sourceOf(n), open: false, by: { n, word: '' } };
});
const wanted = Array.from({ length: COUNT }, (_, i) => `${sourceOf(COUNT - 1 - i)}\n`).join('');

export type Story = {
  disk: Disk;
  world: World;
  cluster: Cluster;
  events: ExportEvent[];
  run: ExportRun;
  /** Lets it run until then. @throws where that never comes */
  until(is: () => boolean): Promise<void>;
  text(): string;
};

export type Options = {
  disk?: Disk;
  picked?: PickedFile;
  /** Around a download's sink. */
  sink?: (sink: Sink) => Sink;
  checkpoints?: (store: CheckpointStore) => CheckpointStore;
  budgetBytes?: number;
  onEvent?: (event: ExportEvent, run: ExportRun) => void;
};

export function begin({ disk = new Disk(), picked, budgetBytes = 8_000, ...options }: Options = {}): Story {
  const world = new World();
  const cluster = new Cluster({
    ...{
      shards: [rows],
      reader: 'pit',
      batchSize: 50,
      maxChunkSize: 1_000,
      maxRetries: 3,
      faults: [],
      seams: [],
      lazy: false,
    },
    ...{ order, downloadTimeout: DOWNLOAD_TIMEOUT },
  });
  const events: ExportEvent[] = [];
  const from = disk.checkpoint;
  const spool = disk.spool(world);
  const store = disk.checkpoints(world);
  const journal = new Journal({
    ...{ id, spool, isOnlyCopy: true, checkpoints: options.checkpoints?.(store) ?? store },
    picked: picked?.handle(world),
    removeSpool: () => disk.removeSpool(world),
    lost: (error) => events.push({ type: 'unkept', error: error.toBody() }),
  });
  const file = new KeptFile(journal);
  const download = new Download();
  const plain = download.sink(world);
  const run = new ExportRun(from?.request ?? request, {
    connect: () => cluster.connect(world),
    askDateFormats: async () => ({ groups: [] }),
    sink: picked
      ? makePickedFileSink({ handle: picked.handle(world), kept: file, copied: () => {} })
      : (options.sink?.(plain) ?? plain),
    format: makeFormat(request.format, { sortValues: sortValuesOf(order) }),
    emit(event) {
      events.push(event);
      options.onEvent?.(event, run);
    },
    clock: world,
    network: { isOnline: () => true, whenOnline: async () => {} },
    ...{ wallClock: () => world.now(), random: () => 0.5, slot: async () => {} },
    keep: { journal, from, file },
    commitEvery: { ms: 500, bytes: 2_000 },
    budgetBytes,
  });
  let isOver = false;
  void run.run().finally(() => {
    isOver = true;
  });
  const until = (is: () => boolean) => world.runUntil(() => is() || isOver);
  const text = () => new TextDecoder().decode((picked ?? download).bytes);
  return { disk, world, cluster, events, run, until, text };
}

export const never = () => false;
export const lastOf = ({ events }: Story) => events.at(-1);

export function expectWhole(story: Story): void {
  expect(lastOf(story)).toMatchObject({ type: 'finished', verdict: { complete: true, written: COUNT } });
  expect(story.text()).toBe(wanted);
  expect([story.disk.checkpoint, story.disk.spoolBytes]).toEqual([undefined, 0]);
}
