/**
 * Runs `task` for each item, at most `limit` at a time. The first failure stops what has not begun; it is thrown once all
 * that had begun are settled, so that the caller knows of everything they opened.
 */
export async function eachOf<T>(items: readonly T[], limit: number, task: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const lane = async () => {
    for (const item of queue) {
      if (failed) return;
      await task(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane));
  for (const settled of lanes) if (settled.status === 'rejected') throw settled.reason;
}

/** Both at once. What is wrong with the first is told, whichever fails sooner. */
export async function bothOf<A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const [a, b] = [first(), second()];
  b.catch(() => {});
  return [await a, await b];
}
