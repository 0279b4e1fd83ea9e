import { expect, test } from 'vitest';
import type { SluiceError } from '../../../shared/errors.ts';
import { Disk } from '../../../tests/model/disk.ts';
import { World } from '../../../tests/model/world.ts';
import type { Checkpoint } from './checkpoint.ts';
import { aCheckpoint } from './fixtures.ts';
import { Journal } from './journal.ts';

const checkpoint = (rows: number, bytes: number): Checkpoint => ({ ...aCheckpoint, rows, bytes });

function makeStage() {
  const [world, disk] = [new World(), new Disk()];
  const lost: SluiceError[] = [];
  let removed = 0;
  const journal = new Journal({
    ...{ id: 'a', spool: disk.spool(world), checkpoints: disk.checkpoints(world) },
    removeSpool: async () => {
      removed += 1;
    },
    lost: (error) => lost.push(error),
  });
  return { disk, journal, lost, removed: () => removed };
}

test('a fault in what is to be saved is no end of the room: what was saved before stands, and the next is saved', async () => {
  const { disk, journal, lost, removed } = makeStage();
  journal.append(new Uint8Array(10));
  await journal.save(() => checkpoint(1, 10));
  const broken = () => {
    throw new Error('a fault of ours');
  };
  await expect(journal.save(broken)).rejects.toThrow('a fault of ours');
  expect([lost, removed(), journal.keeps, disk.checkpoint?.rows]).toEqual([[], 0, true, 1]);
  journal.append(new Uint8Array(5));
  await journal.save(() => checkpoint(2, 15));
  expect(disk.checkpoint).toMatchObject({ rows: 2, bytes: 15 });
  await journal.letGo();
  expect(removed()).toBe(1);
});

test('where the room ends, so do checkpoint and spool, and the export is told', async () => {
  const { disk, journal, lost, removed } = makeStage();
  journal.append(new Uint8Array(10));
  await journal.save(() => checkpoint(1, 10));
  disk.quota = 12;
  journal.append(new Uint8Array(5));
  expect(lost).toMatchObject([{ code: 'storage_full' }]);
  await expect.poll(removed).toBe(1);
  expect([journal.keeps, disk.checkpoint]).toEqual([false, undefined]);
});
