import type { SignedIn } from '../auth/session.ts';
import type { Clock } from '../base/ports.ts';
import type { OpenSearch } from '../opensearch/port.ts';
import type { Line, SocketSession } from './line.ts';
import type { OpenSockets } from './open-sockets.ts';
import { refusedSession } from './refused-session.ts';
import { makeSocketSession, type SocketDeps } from './socket.ts';

const MINUTE_MS = 60_000;
/** Timers count in 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export type ConnectionOptions = {
  line: Line;
  open: OpenSockets;
  /** Requests to OpenSearch after which it takes no new ones; undefined: any number. */
  limit: number | undefined;
  /** Where no request may touch another's socket, one whose user has signed out ends with its own next ping. */
  alone?: boolean | undefined;
};

export type Connection = {
  session: SocketSession;
  /** The line is gone. */
  end(): void;
};

/** A client's session on its line, whatever carries that, counted among the user's; one that the user may not have says so and closes. */
export function connect(
  deps: SocketDeps,
  { access, stay }: SignedIn,
  { line, open, limit, alone = false }: ConnectionOptions,
): Connection {
  const refusal = open.refusal(access.user);
  const openSearch = counted(access.openSearch, limit, () => session.drain());
  const session: SocketSession = refusal
    ? refusedSession(deps, { line, refusal })
    : makeSocketSession(deps, { access: { ...access, openSearch }, stay, line });
  open.add(session, { user: access.user, line, refused: refusal !== undefined });
  const cancel = beforeEnd(access.until, session, deps.clock);
  const forget = alone ? () => {} : stay.whenEnded(() => session.expire());
  return {
    session,
    end() {
      cancel();
      forget();
      session.close();
      open.delete(session);
    },
  };
}

/** The next socket brings the next token, if the page's calls have had one; the last minute of this one is used all the same. */
function beforeEnd(until: number | undefined, session: SocketSession, clock: Clock): () => void {
  const ms = (until ?? 0) - clock.now() - MINUTE_MS;
  return ms > 0 ? clock.after(Math.min(ms, MAX_TIMER_MS), () => session.drain()) : () => {};
}

/** The same OpenSearch, that tells when it has been asked `limit` times. */
function counted(openSearch: OpenSearch, limit: number | undefined, reached: () => void): OpenSearch {
  if (limit === undefined) return openSearch;
  let asked = 0;
  return {
    send(request) {
      asked += 1;
      if (asked === limit) reached();
      return openSearch.send(request);
    },
  };
}
