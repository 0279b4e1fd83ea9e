import { expect, it } from 'vitest';
import type { Encoding } from '../../../../shared/protocol.ts';
import { makePacking } from './packing.ts';

const PAGE_BYTES = 3_000_000;

/** Four reads side by side for `seconds`; each page takes as long as `msOf` says of its encoding. Gives pages by encoding. */
function run(msOf: (encoding: Encoding, now: number) => number, { first = 'gzip' as Encoding, seconds = 10 } = {}) {
  let now = 0;
  const packing = makePacking({ now: () => now, first });
  const send = () => {
    const encoding = packing.next();
    return { encoding, began: now, due: now + msOf(encoding, now) };
  };
  const lanes = Array.from({ length: 4 }, send);
  const pages = { gzip: 0, identity: 0 };
  let last: Encoding = first;
  while (now < seconds * 1000) {
    const lane = lanes.reduce((a, b) => (a.due <= b.due ? a : b));
    now = lane.due;
    last = lane.encoding;
    pages[lane.encoding] += 1;
    packing.add({ encoding: lane.encoding, bytes: PAGE_BYTES, ms: now - lane.began });
    lanes[lanes.indexOf(lane)] = send();
  }
  return { pages, last };
}

it('goes over to pages as they are where those come faster', () => {
  expect(run((encoding) => (encoding === 'gzip' ? 200 : 150)).last).toBe('identity');
});

it('goes over to gzip where a first guess was wrong', () => {
  expect(run((encoding) => (encoding === 'gzip' ? 200 : 400), { first: 'identity', seconds: 20 }).last).toBe('gzip');
});

it('costs a slow line one page, and asks less and less often', () => {
  const { pages, last } = run((encoding) => (encoding === 'gzip' ? 300 : 2000), { seconds: 200 });
  expect(last).toBe('gzip');
  expect(pages.identity).toBeLessThanOrEqual(4);
});

it('stays where both are about as fast', () => {
  const { last, pages } = run((encoding) => (encoding === 'gzip' ? 200 : 195), { seconds: 60 });
  expect(last).toBe('gzip');
  expect(pages.identity).toBeLessThan(pages.gzip / 3);
});

it('follows a line that has become slow', () => {
  const slowLater = (encoding: Encoding, now: number) => (encoding === 'gzip' ? 200 : now < 20_000 ? 100 : 1200);
  expect(run(slowLater, { seconds: 60 }).last).toBe('gzip');
});

it('tries again after a first page that never came back', () => {
  let now = 0;
  const packing = makePacking({ now: () => now, first: 'gzip' });
  const asked: Encoding[] = [];
  for (let page = 0; page < 2000; page++) {
    const encoding = packing.next();
    asked.push(encoding);
    now += 50;
    if (encoding === 'gzip') packing.add({ encoding, bytes: PAGE_BYTES, ms: 50 });
  }
  const tries = asked.filter((encoding) => encoding === 'identity').length;
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(5);
});
