import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../system/setup-error.ts';
import type { Secured } from './secured.ts';

const READY_MS = 180_000;
/** A busy machine may take this long for one answer; a closed port refuses at once. */
const ANSWER_MS = 10_000;

/** The status of a GET; undefined when there is no answer. A secured node is asked as its admin. */
export async function statusOf(url: string, secured?: Secured): Promise<number | undefined> {
  try {
    if (secured) return await statusOverTls(url, secured);
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** `fetch` takes no authority of one's own. */
function statusOverTls(url: string, { ca, admin }: Secured): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const auth = `${admin.username}:${admin.password}`;
    const asked = request(url, { ca, auth, agent: false, signal: AbortSignal.timeout(ANSWER_MS) }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    asked.once('error', reject).end();
  });
}

/**
 * Resolves when the OpenSearch at `url` answers and has every primary shard it can have (yellow or green).
 *
 * @throws SetupError when that takes longer than three minutes
 */
export async function untilReady(url: string, secured?: Secured): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if ((await statusOf(`${url}/_cluster/health?wait_for_status=yellow&timeout=5s`, secured)) === 200) return;
    await sleep(200);
  }
  throw new SetupError(`OpenSearch at ${url} has not become ready in ${READY_MS / 1000} s.`);
}
