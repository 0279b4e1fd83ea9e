import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Work that ends when it is told to, and notes when it began. */
function makeWork(begun: string[]) {
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { work, end };
}

test('at most so many at once, and each client in turn', async () => {
  const turns = new Turns({ atOnce: 2 });
  const begun: string[] = [];
  const { work, end } = makeWork(begun);
  const greedy = {};
  const modest = {};
  for (const name of ['a', 'b', 'c', 'd']) void turns.run(greedy, never, work(name));
  void turns.run(modest, never, work('m'));
  await settled();
  expect(begun).toEqual(['a', 'b']);
  await end('a');
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c', 'm']);
  await end('m');
  expect(begun).toEqual(['a', 'b', 'c', 'm', 'd']);
});

test('who leaves the queue gives no turn away, and a failure gives its turn on', async () => {
  const turns = new Turns({ atOnce: 1 });
  const begun: string[] = [];
  const { work, end } = makeWork(begun);
  const leaving = new AbortController();
  void turns.run({}, never, work('a'));
  const left = turns.run({}, leaving.signal, work('b'));
  const failed = expect(turns.run({}, never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  void turns.run({}, never, work('c'));
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await end('a');
  await failed;
  expect(begun).toEqual(['a', 'c']);
});

test('no client has more than its own share, and what it leaves another takes at once', async () => {
  const turns = new Turns({ atOnce: 4, each: 2 });
  const begun: string[] = [];
  const { work, end } = makeWork(begun);
  for (const name of ['a', 'b', 'c', 'd']) void turns.run('greedy', never, work(name));
  for (const name of ['m', 'n', 'o']) void turns.run('modest', never, work(name));
  await settled();
  expect(begun).toEqual(['a', 'b', 'm', 'n']);
  void turns.run('late', never, work('l'));
  await end('a');
  // The queue's first is greedy's, and greedy has a turn less now.
  expect(begun).toEqual(['a', 'b', 'm', 'n', 'c']);
  await end('m');
  await end('b');
  await end('n');
  expect(begun).toEqual(['a', 'b', 'm', 'n', 'c', 'o', 'l', 'd']);
});

test('a turn that is ended twice is one turn', async () => {
  const turns = new Turns({ atOnce: 1 });
  const end = await turns.take('a', never);
  end();
  const second = await turns.take('b', never);
  end();
  let third = false;
  void turns.take('c', never).then(() => {
    third = true;
  });
  await settled();
  expect(third).toBe(false);
  second();
  await settled();
  expect(third).toBe(true);
});

const BUSY = { code: 'busy', retryAfter: expect.any(Number) };

test('who waits is bounded, of one client and of all, and who gives up makes room', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 3, waitingEach: 2 });
  const end = await turns.take('a', never);
  const leaving = new AbortController();
  const [first, second] = [turns.take('a', leaving.signal), turns.take('a', never)];
  await expect(turns.take('a', never)).rejects.toMatchObject(BUSY);
  leaving.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  const third = turns.take('a', never);
  const other = turns.take('b', never);
  await expect(turns.take('a', never)).rejects.toMatchObject(BUSY);
  end();
  (await second)();
  (await other)();
  (await third)();
});

test('where the queue is full its longest part gives way, so that nobody is kept out by one who fills it', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 4 });
  const end = await turns.take('greedy', never);
  const greedy = Array.from({ length: 4 }, () => turns.take('greedy', never));
  const settledAs = Promise.allSettled(greedy.slice(2));
  const modest = [turns.take('one', never), turns.take('two', never)];
  expect(await settledAs).toEqual([
    { status: 'rejected', reason: expect.objectContaining(BUSY) },
    { status: 'rejected', reason: expect.objectContaining(BUSY) },
  ]);
  // Nobody has more than one newcomer would have.
  const [, last] = [turns.take('three', never), turns.take('three', never)];
  await expect(greedy[1]).rejects.toMatchObject(BUSY);
  await expect(last).rejects.toMatchObject(BUSY);
  end();
  for (const turn of [greedy[0], ...modest]) (await turn)?.();
});

test('a thousand clients that come and go leave nothing behind', async () => {
  const turns = new Turns({ atOnce: 3, each: 1, waiting: 50, waitingEach: 5 });
  let most = 0;
  let now = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 1000 }, (_, n) => {
      const leaving = new AbortController();
      if (n % 3 === 0) queueMicrotask(() => leaving.abort(new Error('gone')));
      return turns.run(n % 40, leaving.signal, async () => {
        now += 1;
        most = Math.max(most, now);
        await settled();
        now -= 1;
      });
    }),
  );
  expect(most).toBe(3);
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  const ends = await Promise.all(['x', 'y', 'z'].map((client) => turns.take(client, never)));
  for (const end of ends) end();
});
