import { constants } from 'node:os';
import { failWith } from './setup-error.ts';

type Cleanup = () => Promise<void> | void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const cleanups = new Set<Cleanup>();
let listening = false;
let stopping = false;

/**
 * Runs `cleanup` when the process is asked to stop (Ctrl-C, SIGTERM, a closed terminal), the latest first, and then
 * exits with 128 and the signal's number. Returns a function that takes it off the list.
 */
export function onShutdown(cleanup: Cleanup): () => void {
  if (!listening) listen();
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/**
 * Runs a command's main function, then the clean-ups, and ends the process: with the status that `main` returns, or
 * with 1 and what went wrong.
 */
export async function runToEnd(main: () => Promise<number>): Promise<void> {
  try {
    const status = await main();
    if (stopping) return;
    await runCleanups();
    process.exit(status);
  } catch (error) {
    // What fails because it is being stopped is no news.
    if (stopping) return;
    await runCleanups();
    failWith(error);
  }
}

function listen(): void {
  listening = true;
  for (const signal of SIGNALS) process.on(signal, () => void stopFor(signal));
  if (process.env.npm_lifecycle_event === undefined) return;
  // npm passes a SIGTERM on to the shell between us only, which ends without a word to us.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stopFor('SIGTERM');
  }, 500).unref();
}

async function stopFor(signal: (typeof SIGNALS)[number]): Promise<void> {
  // A second Ctrl-C must not cut the first one's clean-up short.
  if (stopping) return;
  stopping = true;
  await runCleanups();
  process.exit(128 + constants.signals[signal]);
}

/** One that fails does not keep the others from running. */
async function runCleanups(): Promise<void> {
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup);
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
  }
}
