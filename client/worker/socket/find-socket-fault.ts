import { SluiceError } from '../../../shared/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Connector } from './connector.ts';

/** Between two tries, ms: a proxy that is being replaced refuses sockets for a moment. */
const AGAIN_MS = 1_000;
const TRIES = 2;

/** Tries whether sockets get through, and closes them. Undefined where one does, or where the fault is not theirs alone. */
export async function findSocketFault(connector: Connector, clock: Clock): Promise<SluiceError | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      (await connector.open()).close();
      return undefined;
    } catch (cause) {
      const error = SluiceError.from(cause);
      if (error.code === 'socket_blocked') return error;
      if (tries === TRIES) return undefined;
    }
    await clock.sleep(AGAIN_MS);
  }
}
