import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../system/setup-error.ts';

const READY_MS = 180_000;
/** A busy machine may take this long for one answer; a closed port refuses at once. */
const ANSWER_MS = 10_000;

/** The status of a GET; undefined when there is no answer. */
export async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/**
 * Resolves when the OpenSearch at `url` answers and has every primary shard it can have (yellow or green).
 *
 * @throws SetupError when that takes longer than three minutes
 */
export async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if ((await statusOf(`${url}/_cluster/health?wait_for_status=yellow&timeout=5s`)) === 200) return;
    await sleep(200);
  }
  throw new SetupError(`OpenSearch at ${url} has not become ready in ${READY_MS / 1000} s.`);
}
