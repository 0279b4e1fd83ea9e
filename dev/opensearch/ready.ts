import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../system/setup-error.ts';

const READY_MS = 120_000;

/**
 * Resolves when the OpenSearch at `url` answers and has every primary shard it can have (yellow or green).
 *
 * @throws SetupError when that takes longer than two minutes
 */
export async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const health = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=5s`).catch(() => undefined);
    await health?.arrayBuffer();
    if (health?.ok) return;
    await sleep(200);
  }
  throw new SetupError(`OpenSearch at ${url} has not become ready in ${READY_MS / 1000} s.`);
}
