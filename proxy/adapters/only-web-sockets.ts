import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

type Upgraded = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const REFUSAL = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Answers what asks for another protocol than WebSocket (`Upgrade: h2c`, as curl's `--http2` does) with 400. Node gives up a
 * connection with its `upgrade` event, time limits and all: one that nobody takes would stay, and end the process when it is
 * reset. The listeners there are so far hear of WebSockets alone, and are still all that `listenerCount` tells of.
 */
export function onlyWebSockets(server: EventEmitter): void {
  const listeners = server.listeners('upgrade') as Upgraded[];
  server.removeAllListeners('upgrade');
  for (const listener of listeners) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase() === 'websocket') listener(request, socket, head);
      else refuse(socket);
    });
  }
}

function refuse(socket: Duplex): void {
  // The other end may have gone already.
  socket.on('error', () => {});
  socket.end(REFUSAL, () => socket.destroy());
}
