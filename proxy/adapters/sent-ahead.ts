import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Tells each answer when its connection has ended. Node tells the one that is being sent alone: of those whose requests were sent
 * ahead (pipelining), and wait for their turn, nobody would hear that their client is gone.
 */
export function tellSentAhead(server: EventEmitter): void {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    // It has its turn already.
    if (answer.socket) return;
    const behind = waiting.get(socket) ?? new Set();
    if (!waiting.has(socket)) {
      waiting.set(socket, behind);
      socket.once('close', () => {
        // Of one that has had its turn by then Node tells by itself.
        for (const one of behind) if (!one.socket) one.emit('close');
      });
    }
    behind.add(answer);
    answer.once('finish', () => behind.delete(answer));
  });
}
