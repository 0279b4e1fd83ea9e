import { constants } from 'node:os';

type Cleanup = () => Promise<void> | void;

const cleanups = new Set<Cleanup>();
let stopping = false;

/**
 * Runs `cleanup` when the process is asked to stop (Ctrl-C, SIGTERM, a closed terminal), the latest first, and then
 * exits with 128 and the signal's number. Returns a function that takes it off the list.
 */
export function onShutdown(cleanup: Cleanup): () => void {
  if (cleanups.size === 0) listenForSignals();
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Runs all clean-ups now, the latest first. One that fails does not keep the others from running. */
export async function runCleanups(): Promise<void> {
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup);
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const onSignal = async (signal: (typeof SIGNALS)[number]) => {
  // A second Ctrl-C must not start a second clean-up, nor cut the first one short.
  if (stopping) return;
  stopping = true;
  await runCleanups();
  process.exit(128 + constants.signals[signal]);
};

function listenForSignals(): void {
  for (const signal of SIGNALS) {
    process.off(signal, onSignal);
    process.on(signal, onSignal);
  }
}
