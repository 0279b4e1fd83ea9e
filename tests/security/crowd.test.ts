import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { hashPassword } from '../../proxy/auth/users.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { onceFree } from '../support/once-free.ts';
import { runExport, sortedLines } from '../support/run-export.ts';
import { type RuntimeProcess, startRuntime } from '../support/runtimes.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { localSettings } from './bench.ts';

/**
 * Twenty users, two of whom do all they can to stop the others: contexts, sockets, pages that nobody takes in, searches of
 * large rows, frames, wrong passwords. `CROWD_MS` says for how long, `CROWD_SEARCH_MS` what a search of the others may take
 * beyond OpenSearch's own time: on a machine that does nothing else a second is enough.
 */
const FOR_MS = Number(process.env.CROWD_MS ?? 15_000);
const SEARCH_MS = Number(process.env.CROWD_SEARCH_MS ?? 15_000);
const MEMORY_MB = 512;
const OTHERS = 18;
const FAT = 'crowd-fat';

const docs = smallDocs(2_000, 'crowd');
let admin: Client;
let proxy: RuntimeProcess;
let cleanUp: () => Promise<void>;
let others: SignedIn[];
let hostile: [SignedIn, SignedIn];

beforeAll(async () => {
  const { url, ca, admin: auth } = inject('secured');
  admin = new Client({ node: url, ssl: { ca }, auth });
  await makeIndex(admin, 'crowd-rows', docs, { shards: 3 });
  const fat = (n: number) => `{"n":${n},"t":"${'large rows of text '.repeat(3_300)}"}`;
  const large = Array.from({ length: 400 }, (_, n) => ({ id: String(n), source: fat(n) }));
  await makeIndex(admin, FAT, large, { mapping: { dynamic: false, properties: { n: { type: 'integer' } } } });
  const made = await localSettings({
    ...{ AUDIT_LOG: 'off', MAX_MEMORY_USAGE: String(MEMORY_MB), TRUSTED_PROXIES: '127.0.0.1', PLANS_PER_MINUTE: '60' },
  });
  cleanUp = made.cleanUp;
  const hash = await hashPassword('a-password');
  const names = Array.from({ length: OTHERS + 2 }, (_, i) => `user-${i}`);
  const users = names.map((name) => ({ name, hash, indices: ['crowd-*'] }));
  await writeFile(made.settings.USERS_FILE ?? '', JSON.stringify({ users }), { mode: 0o600 });
  proxy = await startRuntime('node', made.settings);
  const sessions: SignedIn[] = [];
  for (const name of names) sessions.push(await signIn(proxy.url, name, 'a-password'));
  const [a, b, ...rest] = sessions;
  if (!a || !b) throw new Error('no users');
  hostile = [a, b];
  others = rest;
});
afterAll(async () => {
  await proxy?.stop();
  await cleanUp?.();
  await onceFree(() => admin.indices.delete({ index: ['crowd-rows', FAT], ignore_unavailable: true }));
  await admin.close();
});

async function residentMb(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', proxy.url))).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1024 / 1024;
}

async function began(): Promise<unknown> {
  const { body } = await onceFree(() => admin.nodes.info({ metric: ['jvm'] }));
  return Object.values(body.nodes).map((node) => node.jvm?.start_time_in_millis);
}

/** Does something over and over, whatever comes of it. */
async function until(end: number, what: () => Promise<unknown>): Promise<void> {
  while (Date.now() < end) await what().catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
}

/** What a script of this folder prints, in a process of its own, so that it is the proxy that is measured and not this one. */
async function inProcess(script: string, env: Record<string, string>): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, exit] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(exit).toEqual([0, null]);
  return printed;
}

/** As searching-users.ts tells it. */
const searchedSchema = v.object({
  late: v.array(v.number()),
  refused: v.array(v.string()),
  told: v.record(v.string(), v.number()),
});

it(
  'two hostile users of twenty hold up nobody: exports are exact, searches answer, memory and OpenSearch stay',
  async () => {
    const node = await began();
    const end = Date.now() + FOR_MS;
    const attack = inProcess('hostile-users.ts', {
      HOSTILE: JSON.stringify({ who: hostile, ms: FOR_MS, rows: 'crowd-*', fat: FAT }),
    });
    const asking = inProcess('searching-users.ts', {
      SEARCHING: JSON.stringify({ who: others, ms: FOR_MS, index: 'crowd-rows', rows: docs.length }),
    });
    let most = 0;
    const watch = until(end, async () => {
      most = Math.max(most, await residentMb());
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    const truth = docs.map(({ source }) => source).sort();
    let exported = 0;
    const work = others.map(async (who, i) => {
      do {
        const {
          text: file,
          verdict,
          events,
        } = await runExport(who, { search: { index: 'crowd-rows' }, onEvent: goOn });
        expect(verdict, JSON.stringify(events.slice(-3))).toMatchObject({ complete: true, written: docs.length });
        expect(sortedLines(file)).toEqual(truth);
        exported += 1;
      } while (Date.now() < end && i % 3 === 0);
    });
    const known = signInLater(others[0]);
    const [printed] = await Promise.all([asking, attack, watch, ...work]);
    const { late, refused, told } = v.parse(searchedSchema, JSON.parse(printed));
    late.sort((a, b) => a - b);
    console.log(
      told,
      [0.5, 0.9, 0.95, 0.98, 0.99].map((part) => late.at(Math.floor(late.length * part))),
    );
    const worst = late.at(Math.floor(late.length * 0.98)) ?? Number.POSITIVE_INFINITY;
    console.log(
      `${exported} exports, ${late.length} searches, 98 % of them ${worst} ms beyond OpenSearch, ${Math.round(most)} MB`,
    );
    expect(exported).toBeGreaterThanOrEqual(OTHERS);
    expect(refused).toEqual([]);
    expect(late.length).toBeGreaterThan(OTHERS);
    expect(worst).toBeLessThan(SEARCH_MS);
    expect(most).toBeLessThan(MEMORY_MB);
    expect(await known).toBe(200);
    expect(await began()).toEqual(node);
  },
  FOR_MS + 180_000,
);

/** Trouble is for the export itself to get over; only what would wait for a person is none. */
const goOn: NonNullable<Parameters<typeof runExport>[1]['onEvent']> = (event, run) => {
  if (event.type === 'interrupted') run.resume();
};

/** Somebody signs in from elsewhere while passwords are guessed. */
async function signInLater(who: SignedIn | undefined): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, FOR_MS / 3));
  const answer = await fetch(new URL('/api/session', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9', cookie: who?.cookie ?? '' },
    body: JSON.stringify({ username: 'user-19', password: 'a-password' }),
  });
  return answer.status;
}
