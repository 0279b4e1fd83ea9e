import type { SluiceError } from '../../shared/errors.ts';
import { noteFailure } from '../base/failures.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import { CLOSE } from './close.ts';
import type { Line, SocketSession } from './line.ts';

/**
 * A socket that cannot be had now. It is told why in place of hello, and closed: what an upgrade is refused with, browsers do not
 * show to the page.
 */
export function refusedSession(
  deps: { logger: Logger; metrics: Metrics },
  { line, refusal }: { line: Line; refusal: SluiceError },
): SocketSession {
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    noteFailure(deps, refusal, {});
    line.send(JSON.stringify({ type: 'error', error: refusal.toBody() }));
    line.close(CLOSE.tooManySockets, 'too many sockets');
  };
  return { open: tell, receive: tell, drain() {}, expire() {}, close() {} };
}
