import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { hashPassword } from '../../../proxy/auth/users.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RuntimeProcess, startRuntime } from '../../support/runtimes.ts';
import { type SignedIn, settingsOver, signIn } from '../../support/session.ts';

/** What many searches at once take of a proxy, which is a process of its own here, and of each other. */
const client = new Client({ node: inject('opensearchUrl') });
const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'];
/** What docs/security.md says that searches may add. */
const MOST_MB = 272;
let gate: Gate;
let proxy: RuntimeProcess;
let people: SignedIn[];
let folder: string;

/** 61 KB, of many values. */
function wideRow(n: number): string {
  const members = Array.from(
    { length: 300 },
    (_, k) => `"f${k}":{"a":${n * k},"b":"${`text ${n} `.repeat(18)}","c":[1.5,true,null]}`,
  );
  return `{"n":${n},${members.join(',')}}`;
}

beforeAll(async () => {
  const docs = Array.from({ length: 420 }, (_, n) => ({ id: `${n}`, source: wideRow(n) }));
  await makeIndex(client, 'search-load', docs, { mapping: { dynamic: false, properties: { n: { type: 'integer' } } } });
  gate = await startHttpGate(inject('opensearchUrl'));
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const hash = await hashPassword('a-password');
  const users = NAMES.map((name) => ({ name, hash, indices: ['*'] }));
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }));
  proxy = await startRuntime('node', settingsOver(gate.url, { USERS_FILE: join(folder, 'users.json') }));
  people = [];
  for (const name of NAMES) people.push(await signIn(proxy.url, name, 'a-password'));
});
afterAll(async () => {
  await proxy.stop();
  await gate.close();
  await client.indices.delete({ index: 'search-load' });
  await client.close();
  await rm(folder, { recursive: true });
});

type Asked = { status: number; bytes: number; ms: number };

function begin(who: SignedIn | undefined, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who?.cookie ?? '' },
    body: JSON.stringify({ index: 'search-load', q: '', sort: 'seq_no', ...body }),
    ...(signal ? { signal } : {}),
  });
}

async function ask(who: SignedIn | undefined, body: object, signal?: AbortSignal): Promise<Asked> {
  const began = Date.now();
  const response = await begin(who, body, signal);
  const { byteLength } = await response.arrayBuffer();
  return { status: response.status, bytes: byteLength, ms: Date.now() - began };
}

/** Looks at the proxy all the while. @returns what `work` gives, the most MB it took, the longest it did not answer for */
async function watched<T>(work: () => Promise<T>) {
  let [mostMb, longestMs, done] = [0, 0, false];
  const look = async () => {
    const began = Date.now();
    const text = await (await fetch(new URL('/metrics', proxy.url))).text();
    longestMs = Math.max(longestMs, Date.now() - began);
    mostMb = Math.max(mostMb, Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1024 / 1024);
  };
  const looking = (async () => {
    while (!done) await look();
  })();
  const result = await work().finally(() => {
    done = true;
  });
  await looking;
  await look();
  return { result, mostMb, longestMs };
}

it('six people with six pages each take little memory, hold nobody up, and all get their rows', async () => {
  for (const who of people) await ask(who, { size: 5 });
  const { mostMb: before } = await watched(async () => {});
  const { result, mostMb, longestMs } = await watched(() =>
    Promise.all(people.flatMap((who) => Array.from({ length: 6 }, () => ask(who, { size: 400 })))),
  );
  expect(result.map(({ status }) => status)).toEqual(Array(36).fill(200));
  for (const { bytes } of result) expect(bytes).toBeGreaterThan(2 * 1024 * 1024);
  expect(mostMb - before).toBeLessThan(MOST_MB);
  expect(longestMs).toBeLessThan(1000);
});

it('whoever asks for fifty pages at once waits for them alone', async () => {
  const [ann, bob] = people;
  const fifty = Promise.all(Array.from({ length: 50 }, () => ask(ann, { size: 400 })));
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { status, ms } = await ask(bob, { size: 5 });
    expect(status).toBe(200);
    times.push(ms);
  }
  expect((await fifty).map(({ status }) => status)).toEqual(Array(50).fill(200));
  const alone = await ask(bob, { size: 5 });
  // OpenSearch makes ann's pages meanwhile.
  const [, , typical] = times.sort((a, b) => a - b);
  expect(typical).toBeLessThan(alone.ms + 1000);
});

it('what is too much is told so, with when to ask again, and others go on', async () => {
  const [ann, bob] = people;
  const many = Promise.all(Array.from({ length: 80 }, () => ask(ann, { size: 50 })));
  expect((await ask(bob, { size: 5 })).status).toBe(200);
  const refused = (await many).filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(10);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
  expect((await ask(ann, { size: 5 })).status).toBe(200);
});

it('a page that nobody waits for any more gives its place to the next at once', async () => {
  const [ann, bob] = people;
  // A page takes minutes, a total a moment.
  gate.bytesPerSecond = 2000;
  const gone = new AbortController();
  const slow = Array.from({ length: 30 }, () => ask(ann, { size: 60 }, gone.signal).catch(() => undefined));
  const before = gate.requests;
  await expect.poll(() => gate.requests - before).toBeGreaterThan(5);
  const waiting = ask(ann, { size: 0 }, AbortSignal.timeout(1500)).catch(() => undefined);
  expect((await ask(bob, { size: 0 })).status).toBe(200);
  expect(await waiting).toBe(undefined);
  gone.abort();
  await Promise.all(slow);
  const { status, ms } = await ask(ann, { size: 0 });
  expect(status).toBe(200);
  expect(ms).toBeLessThan(1500);
  gate.bytesPerSecond = undefined;
});

it('pages that nobody takes cost no memory beyond the places of who asked for them', async () => {
  const [ann, bob] = people;
  const { mostMb: before } = await watched(async () => {});
  const gone = new AbortController();
  // Answers begin and are never read.
  const unread = Array.from({ length: 40 }, () => begin(ann, { size: 400 }, gone.signal).catch(() => undefined));
  const { result, mostMb } = await watched(async () => {
    await unread[0];
    const pages = [];
    for (let i = 0; i < 10; i++) pages.push(await ask(bob, { size: 400 }));
    return pages;
  });
  expect(new Set(result.map(({ status }) => status))).toEqual(new Set([200]));
  expect(mostMb - before).toBeLessThan(MOST_MB);
  gone.abort();
  expect((await ask(ann, { size: 5 })).status).toBe(200);
});
