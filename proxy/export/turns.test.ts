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
  const turns = new Turns(2);
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
  const turns = new Turns(1);
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
