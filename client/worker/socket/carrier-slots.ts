import { SluiceError } from '../../../shared/errors.ts';

/**
 * Over HTTP/1.1 a browser opens six connections to a host, for all tabs together. A carrier holds one as long as it lives; what is
 * said over it needs another, and the page's calls, too.
 */
const SLOTS = 4;
/** Until it is worth trying again, ms: exports end. */
const WAIT_MS = 10_000;

/** A place among the carriers of all tabs of this browser. @returns what gives it back @throws rate_limited where none is free */
export async function takeCarrierSlot(): Promise<() => void> {
  // Without https there are no locks: there the list of exports alone says how many run at once.
  if (!('locks' in navigator)) return () => {};
  for (let slot = 0; slot < SLOTS; slot++) {
    const giveBack = await takeLock(`sluice-carrier-${slot}`);
    if (giveBack) return giveBack;
  }
  throw new SluiceError('rate_limited', `Where WebSockets are blocked, ${SLOTS} exports of a browser run at once.`, {
    retryAfter: WAIT_MS,
  });
}

function takeLock(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const held = (lock: Lock | null) => {
      if (lock) return new Promise<void>((giveBack) => resolve(giveBack));
      resolve(undefined);
    };
    navigator.locks.request(name, { ifAvailable: true }, held).catch(() => resolve(undefined));
  });
}
