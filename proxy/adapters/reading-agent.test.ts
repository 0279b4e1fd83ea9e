import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep, setImmediate as soon } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_TLS } from '../../tests/support/tls.ts';
import { eachPiece } from '../opensearch/bytes.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';
import { readingAgents } from './reading-agent.ts';

const KIB = 1024;
const LARGEST = 800 * KIB;
const PEOPLE = 6;
/** Bytes that only one person has: every one of them says whose it is, and most where it belongs. */
const files = Array.from({ length: PEOPLE }, (_, person) =>
  Uint8Array.from({ length: LARGEST }, (_, at) => person * 40 + ((at + (at >> 8) + (at >> 16)) % 40)),
);

/** How a person's answer is sent, and what becomes of it. `cuts`: bytes of each piece, in turn; `breaks`, `gives`: after so many bytes. */
type Answer = {
  person: number;
  size: number;
  cuts: number[];
  told: boolean;
  breaks: number | undefined;
  gives: number | undefined;
  /** What the taker waits for at each piece, in turn, ms. */
  waits: (number | undefined)[];
  loop: boolean;
  status: number;
};
const answers: Answer[] = [];

async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const answer = answers[Number(request.url?.slice(1))];
  if (!answer) throw new Error(`Nothing was meant by ${request.url}`);
  const { person, size, cuts, told, breaks = size, status } = answer;
  response.on('error', () => undefined);
  response.writeHead(status, told ? { 'content-length': size } : {});
  if (status !== 200) return void response.end();
  const end = Math.min(size, breaks);
  for (let at = 0, turn = 0; at < end && !response.destroyed; turn++) {
    const to = Math.min(end, at + (cuts[turn % cuts.length] ?? 1));
    if (!response.write(files[person]?.subarray(at, to))) await Promise.race([once(response, 'drain'), sleep(20)]);
    else if (turn % 5 === 0) await soon();
    at = to;
  }
  if (end < size) response.destroy();
  response.end();
}

const LINES = ['http', 'https'] as const;
type Line = (typeof LINES)[number];
const servers = { http: http.createServer(serve), https: https.createServer(TEST_TLS, serve) };

beforeAll(async () => {
  for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  for (const server of Object.values(servers)) server.close();
});

async function reading(line: Line = 'http', server: net.Server = servers[line]) {
  const url = `${line}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { url, ca: line === 'https' ? TEST_TLS.cert : undefined, timeout: 5000 };
  const agent = (await readingAgents())(options);
  expect(agent).toBeDefined();
  const client = makeOpenSearchJs(options, agent);
  const ask = async (path: string, signal = new AbortController().signal) =>
    (await client.connect(undefined).send({ method: 'GET', path, signal })).body;
  return { ask, close: client.close };
}
type Asking = Awaited<ReturnType<typeof reading>>['ask'];

const answer = fc.record<Answer>({
  person: fc.nat(PEOPLE - 1),
  size: fc.oneof(fc.nat(LARGEST), fc.nat(100)),
  cuts: fc.array(fc.oneof(fc.integer({ min: 900, max: 300 * KIB }), fc.integer({ min: 200, max: 900 })), {
    minLength: 1,
    maxLength: 5,
  }),
  told: fc.boolean(),
  breaks: fc.option(fc.nat(LARGEST), { nil: undefined, freq: 3 }),
  gives: fc.option(fc.nat(LARGEST), { nil: undefined, freq: 3 }),
  waits: fc.array(fc.option(fc.nat(2), { nil: undefined, freq: 1 }), { minLength: 1, maxLength: 20 }),
  loop: fc.boolean(),
  status: fc.constantFrom(200, 200, 200, 200, 204, 304),
});

/** Pieces as they came, kept until all are read: what is written over would be seen. */
async function read(ask: Asking, answer: Answer): Promise<{ pieces: Uint8Array[]; error: unknown }> {
  const { gives, loop, waits } = answer;
  const stop = new AbortController();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const take = (piece: Uint8Array) => {
    const ms = waits[pieces.length % waits.length];
    pieces.push(piece);
    size += piece.length;
    if (gives !== undefined && size > gives) stop.abort(new Error('given up'));
    return ms === undefined ? undefined : sleep(ms);
  };
  try {
    const body = await ask(`/${answers.push(answer) - 1}`, stop.signal);
    if (loop) for await (const piece of body) await take(piece);
    else await eachPiece(body, take);
    return { pieces, error: undefined };
  } catch (error) {
    return { pieces, error };
  }
}

test.each(LINES)(
  '%s: nobody sees a byte of another answer, however they are cut, given up, broken off, and whoever is waited for',
  async (line) => {
    const { ask, close } = await reading(line);
    const lines = fc.array(fc.array(answer, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lines, async (meant) => {
        answers.length = 0;
        const readLine = async (line: Answer[]) => {
          const found = [];
          for (const each of line) found.push({ each, ...(await read(ask, each)) });
          return found;
        };
        const found = (await Promise.all(meant.map(readLine))).flat();
        for (const { each, pieces, error } of found) {
          const { person, size, status, breaks = size, gives = size } = each;
          const whole = status === 200 ? size : 0;
          const bytes = Buffer.concat(pieces);
          expect(bytes.equals((files[person] ?? new Uint8Array()).subarray(0, bytes.length))).toBe(true);
          if (gives < bytes.length && gives < size) expect(error).toMatchObject({ message: 'given up' });
          else if (breaks < whole) expect(error).toMatchObject({ code: 'opensearch_unreachable' });
          else expect([error, bytes.length]).toEqual([undefined, whole]);
        }
      }),
      { numRuns: 15 },
    );
    await close();
  },
  120_000,
);

const PLAIN: Answer = {
  person: 1,
  size: LARGEST,
  cuts: [1000],
  told: false,
  breaks: undefined,
  gives: undefined,
  waits: [undefined],
  loop: false,
  status: 200,
};

test('one whose taker throws ends with that, and its line with it; the taker hears no more', async () => {
  const { ask, close } = await reading();
  const path = `/${answers.push(PLAIN) - 1}`;
  let taken = 0;
  const onThrow = eachPiece(await ask(path), () => {
    taken += 1;
    throw new Error('full');
  });
  await expect(onThrow).rejects.toThrow('full');
  await expect(eachPiece(await ask(path), () => Promise.reject(new Error('late')))).rejects.toThrow('late');
  expect(taken).toBe(1);
  expect(await read(ask, PLAIN)).toMatchObject({ error: undefined });
  await close();
});

test('a certificate that nobody vouches for is refused', async () => {
  const url = `https://127.0.0.1:${(servers.https.address() as AddressInfo).port}`;
  const options = { url, ca: undefined, timeout: 5000 };
  const client = makeOpenSearchJs(options, (await readingAgents())(options));
  const sent = client.connect(undefined).send({ method: 'GET', path: '/0', signal: new AbortController().signal });
  await expect(sent).rejects.toMatchObject({ code: 'opensearch_unreachable' });
  await client.close();
});

test('one that was given up before it is read says so', async () => {
  const { ask, close } = await reading();
  const stop = new AbortController();
  const body = await ask(`/${answers.push(PLAIN) - 1}`, stop.signal);
  stop.abort(new Error('given up'));
  await expect(eachPiece(body, () => undefined)).rejects.toThrow('given up');
  await close();
});

test.each(['at once', 'while nothing is asked'])(
  'what comes behind an answer, %s, is not the next one',
  async (when) => {
    const told = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
    let asked = 0;
    let closed: Promise<unknown> | undefined;
    const raw = net.createServer((line) => {
      line.on('error', () => undefined);
      closed = once(line, 'close');
      line.on('data', async () => {
        asked += 1;
        const own = told(`mine ${asked}`);
        if (when === 'at once') return line.write(own + told('foreign'));
        line.write(own);
        await sleep(20);
        line.write(told('foreign'));
      });
    });
    raw.listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const { ask, close } = await reading('http', raw);
    for (let turn = 1; turn <= 3; turn++) {
      const pieces: Uint8Array[] = [];
      await eachPiece(await ask('/'), (piece) => void pieces.push(piece)).catch(() => undefined);
      expect(String(Buffer.concat(pieces))).toBe(`mine ${turn}`);
      await closed;
    }
    await close();
    raw.close();
  },
);
