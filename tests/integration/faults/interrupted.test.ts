import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { SortableType } from '../../../shared/order.ts';
import { World } from '../../model/world.ts';
import { MemoryRoom } from '../../support/memory-room.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport } from '../../support/run-export.ts';
import { type Asked, askedArb, makeRichIndices } from './interrupted-exports.ts';

/**
 * Exports of all that may be asked for, whose machine goes down once or twice, on a real cluster: the file that is made in the end is the one that is
 * made without that, byte by byte; without an order the same rows.
 */
const RUNS = Number(process.env.INTERRUPTED_RUNS ?? 10);

const client = new Client({ node: inject('opensearchUrl') });
let known: readonly SortableType[];
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '11', MAX_CHUNK_SIZE: '60', SCROLL_TIMEOUT: '20s' });
  session = await proxy.signIn();
  known = await makeRichIndices(client);
});
afterAll(async () => {
  await proxy.close();
  await client.indices.delete({ index: 'torn-*,wide-torn' });
  await client.close();
});

const COMMIT_EVERY = { ms: 20, bytes: 4_000 };
/** Where machines went down, and what there was to go on from. */
const met = new Map<string, number>();

function note(moment: string): void {
  met.set(moment, (met.get(moment) ?? 0) + 1);
}

type Life = { world: World; room: MemoryRoom; mergesAt: number; exported: Exported };

/** One life of the machine; `mergesAt`: its steps before the first row of an order went into the file. */
async function live({ order, ...asked }: Asked, room: MemoryRoom, endAt?: number): Promise<Life> {
  const world = new World();
  if (endAt !== undefined) void world.crashAt(endAt);
  let mergesAt = Number.POSITIVE_INFINITY;
  const exported = await runExport(session, {
    ...{ ...asked, room, world, commitEvery: COMMIT_EVERY, ...(order ? { order } : {}) },
    async beforeFirstWrite() {
      mergesAt = world.steps;
    },
  });
  return { world, room, mergesAt, exported };
}

function whatIsKept({ checkpoint }: MemoryRoom): string {
  if (!checkpoint) return 'nothing';
  const { sorted, shards } = checkpoint;
  if (!sorted) return 'rows as read';
  if (shards.some(({ left }) => left.length > 0)) return 'runs';
  return sorted.merge.merging || sorted.merge.passes > 0 ? 'a pass' : 'all runs';
}

function rowsOf(text: string, { format, order }: Asked): unknown {
  if (order) return text;
  if (format.kind === 'json') return (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row)).sort();
  const mark = format.kind === 'csv' && format.bom ? '\ufeff' : '';
  if (!text.startsWith(mark)) return 'a file without its mark';
  return text
    .slice(mark.length)
    .split(format.kind === 'csv' ? '\r\n' : '\n')
    .sort();
}

/** `at`: a moment, in thousandths of all; of the reading, or of the merging. */
const crashArb = fc.record({ at: fc.nat(999), merging: fc.boolean() });
const storyArb = () =>
  fc.record({ asked: askedArb(known), crashes: fc.array(crashArb, { minLength: 1, maxLength: 2 }) });

it(
  'a file whose export was interrupted is the one that it would have been',
  async () => {
    await fc.assert(
      fc.asyncProperty(storyArb(), async ({ asked, crashes }) => {
        const whole = await live(asked, new MemoryRoom());
        expect(whole.exported.verdict ?? whole.exported.last).toMatchObject({ complete: true });
        const room = new MemoryRoom();
        const { steps } = whole.world;
        const mergesAt = asked.order ? Math.min(whole.mergesAt, steps) : 0;
        for (const { at, merging } of crashes) {
          const [from, to] = merging && asked.order ? [mergesAt, steps] : [0, asked.order ? mergesAt : steps];
          // Behind its first step, which empties the room for it.
          const { world } = await live(asked, room, 2 + Math.floor(from + (at / 1000) * (to - from)));
          if (!world.crashed) break;
          note(whatIsKept(room));
        }
        const last = await live(asked, room);
        expect(last.exported.verdict ?? last.exported.last).toMatchObject({
          complete: true,
          written: whole.exported.verdict?.written,
        });
        expect(rowsOf(last.exported.text, asked)).toEqual(rowsOf(whole.exported.text, asked));
        expect([room.checkpoint, room.spoolBytes]).toEqual([undefined, 0]);
      }),
      { numRuns: RUNS },
    );
    // Else nothing was shown.
    expect(met.size, JSON.stringify([...met])).toBeGreaterThan(1);
  },
  60_000 + RUNS * 15_000,
);
