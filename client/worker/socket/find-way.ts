import { type ErrorBody, type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Carrying, Connector } from './connector.ts';

/** Between two tries, ms: a proxy that is being replaced refuses sockets for a moment. */
const AGAIN_MS = 1_000;
const TRIES = 2;
/** What keeps exports alone from coming through, and not calls. */
const FAULTS = new Set<ErrorCode>(['socket_blocked', 'carrier_lost']);

/** What an export would come by, or why it cannot; neither where nothing of the kind was found out. */
export type Way = { carrying?: Carrying; fault?: ErrorBody };

/** Tries what an export's connection gets through by, and closes it. Tells no fault that is not the connection's alone. */
export async function findWay(connector: Connector, clock: Clock): Promise<Way> {
  for (let tries = 1; ; tries++) {
    try {
      (await connector.open()).close();
      return { carrying: connector.carrying };
    } catch (cause) {
      const error = SluiceError.from(cause);
      if (FAULTS.has(error.code)) return { fault: error.toBody() };
      if (tries === TRIES) return {};
    }
    await clock.sleep(AGAIN_MS);
  }
}
