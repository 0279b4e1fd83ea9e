import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { OpenSearchOptions } from './assemble.ts';

/** What Node reads at once without an agent like this; more measured worse. */
const READ_BYTES = 64 * 1024;
/** TLS hands out a record at a time. */
const RECORD_BYTES = 16 * 1024;
/** Those of OpenSearch's client. */
const AGENT = {
  keepAlive: true,
  keepAliveMsecs: 1000,
  maxSockets: 256,
  maxFreeSockets: 256,
  scheduling: 'lifo',
} as const;

type To = Pick<OpenSearchOptions, 'url' | 'ca'>;

/**
 * Makes connections that each read into a buffer of their own over and over, where Node makes a new one for each read:
 * those keep its collector busy. Node's parser copies what it hands on out of that buffer before the next read, so
 * whoever has a piece of an answer has it for good. Where this Node's parser does not, these agents are Node's own.
 */
export async function readingAgents(): Promise<(to: To) => http.Agent | undefined> {
  const isSafe = await parserCopies();
  return (to) => (isSafe ? makeReadingAgent(to) : undefined);
}

function makeReadingAgent({ url, ca }: To): http.Agent {
  const isTls = url.startsWith('https:');
  const agent = isTls ? new https.Agent({ ...AGENT, ...(ca === undefined ? {} : { ca }) }) : new http.Agent(AGENT);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, created) => {
    let socket: Socket | undefined;
    const callback = (bytes: number, buffer: Buffer) => {
      if (socket) handOut(socket, buffer.subarray(0, bytes));
      return true;
    };
    const onread = { buffer: Buffer.alloc(isTls ? RECORD_BYTES : READ_BYTES), callback };
    const made = connect({ ...options, onread } as http.ClientRequestArgs, created);
    if (made instanceof Socket) socket = made;
    return made;
  };
  return agent;
}

/** What Node's own client hears of a socket that makes its buffer itself. */
function handOut(socket: Socket, read: Buffer): void {
  // What comes when nothing was asked would be the answer to what is asked next.
  if (!socket.emit('data', read)) socket.destroy();
}

/** Whether a piece of an answer stays as it is when the buffer that it was read into is written over. */
async function parserCopies(): Promise<boolean> {
  const read = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx');
  const line = new Duplex({ read: () => undefined, write: (_bytes, _encoding, written) => written() });
  const request = http.get({ createConnection: () => line });
  return new Promise((resolve) => {
    request.once('error', () => resolve(false));
    request.once('response', (message) =>
      message.once('data', (piece) => {
        resolve(String(piece) === 'x');
        line.destroy();
      }),
    );
    request.once('socket', () => {
      line.emit('data', read);
      read.fill('y');
    });
  });
}
