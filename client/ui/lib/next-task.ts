/** Characters of JSON that are parsed, and the like, in a time that nobody notices. */
export const TASK_CHARS = 60_000;

/** Lets the browser draw and take keys in between. At once, where timers wait for 4 ms after a few of them. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Works through items in tasks that nobody notices; `work` gives what each has cost, in characters of JSON. */
export async function inTasks<T>(items: Iterable<T>, work: (item: T) => number): Promise<void> {
  let chars = 0;
  for (const item of items) {
    chars += work(item);
    if (chars < TASK_CHARS) continue;
    chars = 0;
    await nextTask();
  }
}
