import type { ClientMessage, ProxyMessage } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import { locate } from './locate.ts';
import { open } from './open.ts';
import { PlanProgress } from './plan-progress.ts';
import { release } from './release.ts';
import { plan, recount, reopen, type SocketParts } from './requests.ts';
import { seams } from './seams.ts';

/** Messages that are answered by one `result`. */
export type Asked = Extract<
  ClientMessage,
  { type: 'plan' | 'open' | 'reopen' | 'locate' | 'seams' | 'recount' | 'release' }
>;

type Asking = {
  message: Asked;
  /** Whose turn it is goes by the socket. */
  socket: object;
  signal: AbortSignal;
  /** Told of each ticket that does not open where the others are worked on all the same. */
  onFault: () => void;
  /** Sends what goes before the answer. */
  tell(message: ProxyMessage): void;
};

/** Does what a message asks for. @throws what that throws */
export function resultOf(deps: SocketParts, access: Access, asking: Asking): Promise<unknown> {
  const { message, socket, signal, onFault, tell } = asking;
  switch (message.type) {
    case 'plan': {
      const { id, exportId, search, digest, reader, order } = message;
      const progress = new PlanProgress(deps.clock, (done, of) => {
        if (message.progress && !signal.aborted) tell({ type: 'planning', id, done, of });
      });
      return plan(deps, access, { exportId, search, digest, reader, order, progress, signal });
    }
    case 'open':
      return open(deps, access, { tickets: message.tickets, signal });
    case 'reopen':
      return reopen(deps, access, { ticket: message.ticket, signal });
    case 'locate':
      return locate(deps, access, { ticket: message.ticket, document: message.document, socket, signal });
    case 'seams':
      return seams(deps, access, { ticket: message.ticket, chunk: message.chunk, socket, signal });
    case 'recount':
      return recount(deps, access, { tickets: message.tickets, signal });
    case 'release':
      return release(deps, access, { tickets: message.tickets, signal, onFault });
    default:
      return message satisfies never;
  }
}
