import { once } from 'node:events';
import process from 'node:process';
import { WebSocket } from 'ws';
import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';

/**
 * A process that takes pages in and throws them away, for `bench/floor/main.ts`: what it asks for comes as JSON in its
 * only argument. It acknowledges each frame, as the worker does, and says how many bytes came.
 */
type Asked = {
  socketUrl: string;
  cookie: string;
  tickets: { ticket: string; highest: number }[];
  size: number;
  encoding: 'gzip' | 'identity';
  bytes: number;
};

const { socketUrl, cookie, tickets, size, encoding, bytes }: Asked = JSON.parse(process.argv[2] ?? '');
const socket = new WebSocket(socketUrl, { headers: { cookie }, skipUTF8Validation: true });
let received = 0;
let under = 0;
let next = 1;

socket.on('message', (data: Buffer, isBinary) => {
  if (!isBinary) return hear(String(data));
  const payload = data.length - FRAME_HEADER_BYTES;
  received += payload;
  socket.send(JSON.stringify({ type: 'ack', id: data.readUInt32BE(0), bytes: payload }));
});
await once(socket, 'open');
for (const _ of tickets) ask();

function ask(): void {
  const { ticket, highest } = tickets[next % tickets.length] ?? { ticket: '', highest: 0 };
  under += 1;
  socket.send(
    JSON.stringify({ type: 'read', id: next++, ticket, chunk: { after: -1, upTo: highest }, size, encoding }),
  );
}

function hear(text: string): void {
  const message = JSON.parse(text);
  if (message.type === 'ping') return socket.send('{"type":"pong"}');
  if (message.type === 'error') throw new Error(text);
  if (message.type !== 'end') return;
  under -= 1;
  if (received < bytes) return ask();
  if (under > 0) return;
  process.stdout.write(String(received));
  socket.close();
}
