import { SluiceError } from '../../../shared/errors.ts';
import type { Recount } from '../events.ts';
import type { Shard } from '../source/shard.ts';
import type { Clock } from '../util/clock.ts';
import type { ReconnectingSocket } from './reconnecting-socket.ts';

const TRIES = 3;
const BETWEEN_MS = 1_000;
/** The file is closed already: nobody waits long for a second count of it. Many shards take longer. */
const WAIT_MS = 20_000;
const WAIT_MS_A_SHARD = 20;

/**
 * Counts the rows of the result once more when all are written, through the name that the person gave: a count that does
 * not come from the plan. What could not be counted says why; it never rejects.
 */
export async function recountShards(
  shards: readonly Shard[],
  deps: { socket: ReconnectingSocket; clock: Clock },
): Promise<Recount> {
  const { socket, clock } = deps;
  const begun = clock.now();
  const waitMs = WAIT_MS + shards.length * WAIT_MS_A_SHARD;
  for (let tries = 1; ; tries++) {
    try {
      const late = clock.sleep(waitMs).then(() => {
        throw new SluiceError('timeout', 'Counting once more took too long.');
      });
      const counting = socket.get().then((connection) => connection.recount(shards.map(({ ticket }) => ticket)));
      const rows = await Promise.race([counting, late]);
      return { rows };
    } catch (thrown) {
      const error = SluiceError.from(thrown);
      const isLate = clock.now() - begun > waitMs;
      if (!error.retryable || tries >= TRIES || isLate) return { error: error.toBody() };
      await clock.sleep(BETWEEN_MS);
    }
  }
}
