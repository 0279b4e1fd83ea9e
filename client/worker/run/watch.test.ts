import { expect, it } from 'vitest';
import { World } from '../../../tests/model/world.ts';
import { Tally } from '../ledger/tally.ts';
import { Control } from './control.ts';
import { watch } from './watch.ts';

const SECOND_MS = 1000;

function makeStory() {
  const world = new World();
  const control = new Control(() => {});
  const tally = new Tally(undefined);
  const told: number[] = [];
  const end = new AbortController();
  const ledger = { tally, commitIfDue: async () => {} };
  const recovery = { stalledMs: 0, stillWaiting() {}, interrupt() {} };
  const network = { isOnline: () => true };
  const tell = () => void told.push(tally.rows);
  const watching = { clock: world, network, control, recovery, ledger, downloadTimeout: SECOND_MS, tell };
  void watch(watching, end.signal);
  const pass = async (ms: number) => {
    const until = world.now() + ms;
    void world.sleep(ms);
    await world.runUntil(() => world.now() >= until);
  };
  return { control, tally, told, pass };
}

it('tells what still comes while it is paused, once, and nothing where nothing comes', async () => {
  const { control, tally, told, pass } = makeStory();
  await pass(SECOND_MS);
  control.pause();
  told.length = 0;
  await pass(SECOND_MS);
  expect(told).toEqual([]);
  tally.rows = 28_000;
  await pass(10 * SECOND_MS);
  expect(told).toEqual([28_000]);
  control.resume();
  await pass(SECOND_MS);
  expect(told.length).toBeGreaterThan(2);
});
