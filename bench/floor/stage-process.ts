import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { WebSocket, WebSocketServer } from 'ws';
import { FRAME_BYTES } from '../../shared/limits.ts';
import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';

/**
 * One stage of a page's way through the proxy, alone in its process and as plain as Node allows: `receive` pages by
 * node:http, `copy` them into frames as they come, `send` frames by ws. Writes its CPU seconds a GB.
 */
const [, , stage = '', url = '', total = '0'] = process.argv;
const BYTES = Number(total);
/** As many pages at once as an export reads. */
const AT_ONCE = 4;
const FRAME = FRAME_HEADER_BYTES + FRAME_BYTES;
const WARM_UP = 0.2;

type Take = (piece: Buffer) => void;

async function receive(bytes: number, makeTake: () => Take): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  let received = 0;
  const one = async () => {
    while (received < bytes) {
      const take = makeTake();
      const [answer] = (await once(http.get(url, { agent }), 'response')) as [http.IncomingMessage];
      answer.on('data', (piece: Buffer) => {
        received += piece.length;
        take(piece);
      });
      await once(answer, 'end');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  agent.destroy();
  return received;
}

function copying(): Take {
  const frame = new Uint8Array(FRAME);
  let filled = FRAME_HEADER_BYTES;
  return (piece) => {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + FRAME - filled);
      frame.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled === FRAME) filled = FRAME_HEADER_BYTES;
    }
  };
}

/** To a client in this process's child; it tells its port first. */
async function makeSend(): Promise<(bytes: number) => Promise<number>> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const client = once(server, 'connection');
  process.send?.((server.address() as AddressInfo).port);
  const [socket] = (await client) as [WebSocket];
  const frames = Array.from({ length: AT_ONCE }, () => new Uint8Array(FRAME));
  return async (bytes) => {
    let sent = 0;
    const one = async (frame: Uint8Array) => {
      while (sent < bytes) {
        sent += FRAME_BYTES;
        await new Promise<unknown>((resolve) => socket.send(frame, resolve));
      }
    };
    await Promise.all(frames.map(one));
    return sent;
  };
}

async function sink(): Promise<void> {
  const socket = new WebSocket(url);
  socket.on('message', () => {});
  await once(socket, 'close');
}

async function measure(work: (bytes: number) => Promise<number>): Promise<void> {
  await work(BYTES * WARM_UP);
  const before = process.cpuUsage();
  const bytes = await work(BYTES);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpu: (user + system) / 1e6 / (bytes / 1e9) }, () => process.exit(0));
}

if (stage === 'sink') await sink();
else if (stage === 'send') await measure(await makeSend());
else await measure((bytes) => receive(bytes, stage === 'copy' ? copying : () => () => {}));
