import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../shared/errors.ts';
import { type FakeClock, makeFakeClock } from '../../tests/support/fake-clock.ts';
import { Contexts, type Held, type Holder, LEFT_MS } from './contexts.ts';

const KEEP_ALIVE = 120_000;
/** And the minute in which OpenSearch looks for what has ended. */
const ENDED = KEEP_ALIVE + 60_000;
const LIMITS = { perUser: 10, all: 15, keepAlive: KEEP_ALIVE };
const pit = { exportId: 'e', reader: 'pit', count: 1 } as const;

/** A socket whose closes succeed, unless `refused`; it notes what it was told to close. */
function socketOf(contexts: Contexts, user: string, begun: string[] = []) {
  const closed: string[] = [];
  const holder = {
    user,
    begun: new Set(begun),
    givenUp: new Set<string>(),
    closed,
    refused: false,
    async close(held: readonly Held[]) {
      closed.push(...held.map(({ id }) => id));
      await Promise.resolve();
      if (!holder.refused) contexts.closed(held.map(({ id }) => id));
    },
  };
  return holder satisfies Holder;
}

function make(limits = LIMITS): { contexts: Contexts; clock: FakeClock } {
  const clock = makeFakeClock();
  return { contexts: new Contexts(limits, clock), clock };
}

/** Opens until there is no room. @returns how many */
async function fill(contexts: Contexts, holder: Holder, asked: { planned?: boolean; name?: string } = {}) {
  const { name = 'p', ...how } = asked;
  for (let n = 0; ; n++) {
    const opening = await contexts.take(holder, { ...pit, ...how });
    if (!opening) return n;
    opening.opened(`${name}-${holder.user}-${n}`);
  }
}

describe('bounds', () => {
  test('of a user, and of all together', async () => {
    const { contexts } = make();
    expect(await fill(contexts, socketOf(contexts, 'ann'))).toBe(10);
    expect(await fill(contexts, socketOf(contexts, 'bob'))).toBe(5);
    expect(await fill(contexts, socketOf(contexts, 'cat'))).toBe(0);
    expect([contexts.count('ann'), contexts.count('bob'), contexts.count()]).toEqual([10, 5, 15]);
  });

  test('count for all of a user’s sockets and exports', async () => {
    const { contexts } = make();
    for (let n = 0; n < 10; n++) {
      const opening = await contexts.take(socketOf(contexts, 'ann'), { ...pit, exportId: `export-${n}` });
      opening?.opened(`p-${n}`);
    }
    expect(await contexts.take(socketOf(contexts, 'ann'), pit)).toBeUndefined();
  });

  test('count what is being opened, so that many at once are no way around', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann');
    const openings = await Promise.all(Array.from({ length: 30 }, () => contexts.take(ann, pit)));
    expect(openings.filter((opening) => opening !== undefined)).toHaveLength(10);
  });

  test('leave a part to shards that are opened one by one', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann');
    expect(await fill(contexts, ann, { planned: true })).toBe(9);
    expect(await fill(contexts, ann, { name: 'one' })).toBe(1);
    const bob = socketOf(contexts, 'bob');
    expect(await fill(contexts, bob, { planned: true })).toBe(3);
    expect(await fill(contexts, bob, { name: 'one' })).toBe(2);
  });

  test('take a snapshot of many shards as what it came to', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann');
    expect(await contexts.take(ann, { ...pit, count: 11 })).toBeUndefined();
    const opening = await contexts.take(ann, pit);
    expect(opening?.opened('wide', 10)).toBe(true);
    expect(contexts.count('ann')).toBe(10);
    const bob = socketOf(contexts, 'bob');
    expect((await contexts.take(bob, pit))?.opened('wider', 11)).toBe(false);
  });
});

describe('nothing stays in the count', () => {
  const refused = new SluiceError('opensearch_busy', 'Too many contexts.');

  test.each([
    ['closed', (contexts: Contexts) => contexts.closed(['a']), 0],
    ['not opened, as OpenSearch says', undefined, 0],
    ['expired', (_: Contexts, clock: FakeClock) => clock.pass(ENDED), 0],
    ['not expired', (_: Contexts, clock: FakeClock) => clock.pass(ENDED - 1), 1],
  ])('%s', async (_, then, left) => {
    const { contexts, clock } = make();
    const opening = await contexts.take(socketOf(contexts, 'ann'), pit);
    if (then) opening?.opened('a');
    else opening?.failed(refused);
    then?.(contexts, clock);
    expect(contexts.count()).toBe(left);
  });

  test.each([
    ['too late', new SluiceError('timeout', 'OpenSearch took too long to answer.')],
    ['not waited for', AbortSignal.abort().reason],
  ])('what was %s may be open, and counts until it must have ended', async (_, error) => {
    const { contexts, clock } = make();
    (await contexts.take(socketOf(contexts, 'ann'), pit))?.failed(error);
    clock.pass(ENDED - 1);
    expect(contexts.count()).toBe(1);
    clock.pass(1);
    expect(contexts.count()).toBe(0);
  });

  test('a close that OpenSearch refuses changes nothing until the keep-alive has passed', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann');
    ann.refused = true;
    (await contexts.take(ann, pit))?.opened('a');
    await ann.close([{ reader: 'pit', id: 'a' }]);
    expect(contexts.count()).toBe(1);
    clock.pass(ENDED);
    expect(contexts.count()).toBe(0);
  });

  test('each page puts the end off', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann');
    (await contexts.take(ann, pit))?.opened('a');
    for (let n = 0; n < 5; n++) {
      clock.pass(ENDED - 1);
      expect(contexts.used(ann, { ...pit, id: 'a' })).toBe(true);
    }
    expect(contexts.count()).toBe(1);
    clock.pass(ENDED);
    expect(contexts.count()).toBe(0);
  });
});

describe('a ticket from elsewhere', () => {
  test('counts from its first page on, to the user’s bound', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann');
    for (let n = 0; n < 10; n++) expect(contexts.used(ann, { ...pit, id: `else-${n}` })).toBe(true);
    expect(contexts.used(ann, { ...pit, id: 'else-10' })).toBe(false);
    expect(contexts.used(ann, { ...pit, id: 'else-3' })).toBe(true);
    expect(await contexts.take(ann, pit)).toBeUndefined();
    expect(contexts.used(socketOf(contexts, 'bob'), { ...pit, count: 10, id: 'bobs' })).toBe(true);
  });
});

describe('one place of an export', () => {
  test('has one scroll: the older is closed', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann');
    const scroll = { exportId: 'e', reader: 'scroll', count: 1, place: 'i/0' } as const;
    for (let n = 0; n < 50; n++) {
      (await contexts.take(ann, scroll))?.opened(`s-${n}`);
      await Promise.resolve();
    }
    expect(ann.closed).toHaveLength(49);
    expect(contexts.count()).toBe(1);
    (await contexts.take(ann, { ...scroll, place: 'i/1' }))?.opened('other-shard');
    (await contexts.take(ann, { ...scroll, exportId: 'f' }))?.opened('other-export');
    (await contexts.take(socketOf(contexts, 'bob'), scroll))?.opened('other-user');
    expect(ann.closed).toHaveLength(49);
    expect(contexts.count()).toBe(4);
  });
});

describe('what an ended socket left', () => {
  test('is closed soon where nothing was read', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann');
    await fill(contexts, ann);
    contexts.leave(ann);
    clock.pass(LEFT_MS - 1);
    expect(ann.closed).toEqual([]);
    clock.pass(1);
    await Promise.resolve();
    expect(ann.closed).toHaveLength(10);
    expect(contexts.count()).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  test('stays for a client that comes back in time', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann');
    for (const id of ['a', 'b']) (await contexts.take(ann, pit))?.opened(id);
    contexts.leave(ann);
    clock.pass(LEFT_MS - 1);
    const again = socketOf(contexts, 'ann');
    contexts.used(again, { ...pit, id: 'a' });
    clock.pass(1);
    expect(ann.closed).toEqual(['b']);
    contexts.leave(again);
    clock.pass(LEFT_MS);
    expect(again.closed).toEqual(['a']);
  });

  test('stays for an export that has begun: it may go on at another proxy', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann', ['e']);
    (await contexts.take(ann, pit))?.opened('begun');
    (await contexts.take(ann, { ...pit, exportId: 'f' }))?.opened('not-begun');
    contexts.leave(ann);
    clock.pass(LEFT_MS);
    expect(ann.closed).toEqual(['not-begun']);
    clock.pass(ENDED);
    expect(contexts.count()).toBe(0);
    expect(ann.closed).toEqual(['not-begun']);
  });

  test('is closed at once where its client is gone for good, and not before the socket has ended', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann', ['e', 'f']);
    (await contexts.take(ann, pit))?.opened('given-up');
    (await contexts.take(ann, { ...pit, exportId: 'f' }))?.opened('kept');
    const late = await contexts.take(ann, pit);
    const closer = socketOf(contexts, 'ann');
    contexts.giveUp(closer, new Set(['e']));
    expect([ann.closed, closer.closed]).toEqual([[], []]);
    contexts.leave(ann);
    expect(ann.closed).toEqual(['given-up']);
    await Promise.resolve();
    late?.opened('under-way');
    clock.pass(LEFT_MS);
    expect(ann.closed).toEqual(['given-up', 'under-way']);
    expect(closer.closed).toEqual([]);
  });

  test('is closed where its client says so after the socket has ended; nobody says it for somebody else', async () => {
    const { contexts } = make();
    const ann = socketOf(contexts, 'ann', ['e', 'f']);
    (await contexts.take(ann, pit))?.opened('given-up');
    (await contexts.take(ann, { ...pit, exportId: 'f' }))?.opened('kept');
    contexts.leave(ann);
    const [bob, closer] = [socketOf(contexts, 'bob'), socketOf(contexts, 'ann')];
    contexts.giveUp(bob, new Set(['e', 'f']));
    contexts.giveUp(closer, new Set(['e', 'other']));
    expect([ann.closed, bob.closed, closer.closed]).toEqual([[], [], ['given-up']]);
  });

  test('makes room when its user needs it, and nobody else’s does', async () => {
    const { contexts, clock } = make();
    const ann = socketOf(contexts, 'ann', ['e']);
    await fill(contexts, ann);
    contexts.leave(ann);
    const again = socketOf(contexts, 'ann');
    expect(await contexts.take(again, pit), 'its client may be on its way').toBeUndefined();
    clock.pass(LEFT_MS);
    const bob = socketOf(contexts, 'bob');
    expect(await fill(contexts, bob)).toBe(5);
    expect(bob.closed).toEqual([]);
    (await contexts.take(again, pit))?.opened('new');
    expect(again.closed).toHaveLength(10);
    expect(contexts.count('ann')).toBe(1);
  });

  test('is not touched by a process that ends: its clients go on elsewhere', async () => {
    const { contexts, clock } = make();
    const [ann, bob] = [socketOf(contexts, 'ann'), socketOf(contexts, 'bob')];
    for (const holder of [ann, bob]) (await contexts.take(holder, pit))?.opened(holder.user);
    contexts.leave(ann);
    contexts.stop();
    contexts.leave(bob);
    expect(clock.waiting).toBe(0);
    clock.pass(LEFT_MS);
    expect([ann.closed, bob.closed]).toEqual([[], []]);
  });
});
