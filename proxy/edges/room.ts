import { SluiceError } from '../../shared/errors.ts';

/** What is under way ends and makes room; milliseconds until it is worth asking again. */
const WAIT_MS = 5000;

/** Whether the process takes something new on. @throws busy past its limit of memory */
export type AssertRoom = () => void;

/** @param memoryBytes what the process takes, on runtimes that tell */
export function makeAssertRoom(memoryBytes: (() => number) | undefined, limitBytes: number): AssertRoom {
  return () => {
    if (memoryBytes === undefined || memoryBytes() <= limitBytes) return;
    throw new SluiceError('busy', 'The proxy is at its limit of memory.', { retryAfter: WAIT_MS });
  };
}
