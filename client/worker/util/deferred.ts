export type Deferred<T> = { promise: Promise<T>; resolve(value: T): void; reject(reason: unknown): void };

/** A promise with its levers. `Promise.withResolvers` came with Node 22; the tests run from Node 20 on. */
export function makeDeferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
