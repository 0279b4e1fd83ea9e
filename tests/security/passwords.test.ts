import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { makeSealer } from '../../proxy/auth/seal.ts';
import { hashPassword } from '../../proxy/auth/users.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { call, localSettings, post, SECRET } from './bench.ts';
import { makeLog } from './log.ts';
import { ORDERS, PAYROLL } from './people.ts';

/** Passwords of local users: new ones, taken-away ones, and the file that they are kept in. */
let settings: Record<string, string>;
let cleanUp: () => Promise<void>;
let folder: string;
/** Hashes of `old` and of `new`, two of each. */
let hashes: { old: string; again: string; new: string };

beforeAll(async () => {
  ({ settings, cleanUp } = await localSettings({ LOG_LEVEL: 'silent', AUDIT_LOG: 'off' }));
  folder = await mkdtemp(join(tmpdir(), 'sluice-passwords-'));
  hashes = { old: await hashPassword('old'), again: await hashPassword('old'), new: await hashPassword('new') };
});
afterAll(async () => {
  await cleanUp();
  await rm(folder, { recursive: true });
});

type Users = { name: string; hash: string; indices: string[] }[];

async function fileOf(users: Users, mode = 0o600): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(path, JSON.stringify({ users }));
  await chmod(path, mode);
  return path;
}

/** Runs with a proxy that has these settings besides, and stops it. */
async function withProxy<T>(env: Record<string, string>, run: (url: string) => Promise<T>): Promise<T> {
  const proxy = await startProxy({ ...settings, ...env });
  try {
    return await run(proxy.url);
  } finally {
    await proxy.close();
  }
}

const withUsers = async <T>(users: Users, run: (url: string) => Promise<T>, env = {}) =>
  withProxy({ ...env, USERS_FILE: await fileOf(users) }, run);

const ann = (hash: string, indices = [ORDERS]) => ({ name: 'ann', hash, indices });
const bob = () => ({ name: 'bob', hash: hashes.old, indices: [ORDERS] });
const session = (url: string, { cookie }: SignedIn) =>
  call(url, '/api/session', { headers: { cookie } }).then(({ status }) => status);
const at = (url: string, who: SignedIn): SignedIn => ({
  url,
  socketUrl: new URL('/api/socket', url.replace('http', 'ws')).href,
  cookie: who.cookie,
});

describe('a new password', () => {
  it('ends the sessions of the old one, and nobody else’s', async () => {
    const [anns, bobs] = await withUsers([ann(hashes.old), bob()], (url) =>
      Promise.all([signIn(url, 'ann', 'old'), signIn(url, 'bob', 'old')]),
    );
    const cases: [string, Users, number][] = [
      ['none', [ann(hashes.old), bob()], 200],
      ['a new one', [ann(hashes.new), bob()], 401],
      ['the same one, set again', [ann(hashes.again), bob()], 401],
      ['another user’s', [ann(hashes.new), { ...bob(), hash: hashes.old }], 401],
      ['the user taken away', [bob()], 401],
      ['the user under another name', [{ ...ann(hashes.old), name: 'Ann' }, bob()], 401],
      ['only other indices', [ann(hashes.old, ['x']), bob()], 200],
    ];
    for (const [change, users, status] of cases) {
      await withUsers(users, async (url) => {
        expect(await session(url, anns), change).toBe(status);
        expect(await session(url, bobs), change).toBe(200);
        const socket = TestSocket.open(at(url, anns));
        if (status === 200) await (await socket).close();
        else await expect(socket, change).rejects.toThrow(/401/);
        if (status === 401) expect(await post(url, '/api/search', { index: ORDERS }, anns)).toMatchObject({ status });
      });
    }
  });

  it('lets an export under way go on after signing in with it', async () => {
    const planned = await withUsers([ann(hashes.old)], async (url) => {
      const socket = await TestSocket.open(await signIn(url, 'ann', 'old'));
      const [shard] = (await socket.plan({ index: ORDERS })).shards;
      await socket.close();
      return shard;
    });
    if (!planned) throw new Error('Nothing was planned.');
    await withUsers([ann(hashes.new)], async (url) => {
      expect(await post(url, '/api/session', { username: 'ann', password: 'old' })).toMatchObject({ status: 401 });
      const socket = await TestSocket.open(await signIn(url, 'ann', 'new'));
      const { ticket, highest } = planned;
      const page = await socket.page({ ticket, chunk: { after: -1, upTo: highest }, size: 50 });
      expect(page.hits).toHaveLength(50);
      await socket.release([ticket]);
      await socket.close();
    });
  });

  it('other indices count at once, in a session that goes on', async () => {
    const anns = await withUsers([ann(hashes.old)], (url) => signIn(url, 'ann', 'old'));
    const search = (url: string, index: string) =>
      post(url, '/api/search', { index, size: 1 }, anns).then(({ status }) => status);
    for (const [indices, orders, payroll] of [
      [[ORDERS], 200, 403],
      [[PAYROLL], 403, 200],
      [[], 403, 403],
      [['*'], 200, 200],
    ] as const) {
      await withUsers([ann(hashes.old, [...indices])], async (url) => {
        expect([await search(url, ORDERS), await search(url, PAYROLL)]).toEqual([orders, payroll]);
      });
    }
  });

  it('is no session of another way to sign in, nor one without a stamp or with somebody else’s', async () => {
    const sealer = await makeSealer([SECRET], 'session');
    await withUsers([ann(hashes.old), bob()], async (url) => {
      const value = async ({ cookie }: SignedIn) => sealer.open(/sluice_session=([\w.-]+)/.exec(cookie)?.[1] ?? '');
      const [anns, bobs] = [await signIn(url, 'ann', 'old'), await signIn(url, 'bob', 'old')];
      const own = await value(anns);
      const { stamp: _, ...bare } = own;
      for (const claims of [
        bare,
        { ...bare, stamp: '' },
        { ...bare, stamp: (await value(bobs)).stamp },
        { ...bare, stamp: hashes.old },
        { ...bare, password: 'old' },
        { ...bare, token: 'x' },
      ]) {
        const cookie = `sluice_session=${await sealer.seal(claims, 60_000)}`;
        expect(await session(url, { ...anns, cookie }), JSON.stringify(claims)).toBe(401);
      }
      const cookie = `sluice_session=${await sealer.seal(own, 60_000)}`;
      expect(await session(url, { ...anns, cookie })).toBe(200);
    });
  });

  it('is not what a new SESSION_SECRET is, as long as the old one is behind it', async () => {
    const anns = await withUsers([ann(hashes.old)], (url) => signIn(url, 'ann', 'old'));
    const both = { SESSION_SECRET: `a-new-secret-of-enough-length,${SECRET}` };
    await withUsers([ann(hashes.old)], async (url) => expect(await session(url, anns)).toBe(200), both);
    await withUsers([ann(hashes.new)], async (url) => expect(await session(url, anns)).toBe(401), both);
  });
});

describe('demo', () => {
  const start = (env: Record<string, string>) => ({ DEMO_PASSWORD: '', USERS_FILE: '', ...env });
  const random = start({});
  const chosen = start({ DEMO_PASSWORD: 'a-chosen-password' });

  /** Its cookie, from a proxy with a password that is known; or from one with a random one, which the start prints. */
  async function demo(env: Record<string, string>): Promise<SignedIn> {
    const proxy = await startProxy({ ...settings, ...env });
    const password = /password (\S+)$/.exec(proxy.signIn)?.[1] ?? '';
    const signedIn = await signIn(proxy.url, 'demo', password);
    await proxy.close();
    return signedIn;
  }

  it('stays signed in from start to start, and is signed out by a password that was chosen', async () => {
    const [ofRandom, ofChosen] = [await demo(random), await demo(chosen)];
    const file = await fileOf([{ name: 'demo', hash: hashes.old, indices: ['*'] }]);
    const cases: [Record<string, string>, number, number][] = [
      [random, 200, 401],
      [chosen, 401, 200],
      [start({ DEMO_PASSWORD: 'another-password' }), 401, 401],
      [start({ DEMO_PASSWORD: 'any' }), 401, 401],
      [start({ USERS_FILE: file }), 401, 401],
    ];
    for (const [env, first, second] of cases) {
      await withProxy(env, async (url) => {
        expect([await session(url, ofRandom), await session(url, ofChosen)]).toEqual([first, second]);
      });
    }
  });
});

describe('a file of users', () => {
  it.each([0o622, 0o620, 0o602, 0o666, 0o664, 0o777])(
    'that others may write stops the start: mode %o',
    async (mode) => {
      const file = await fileOf([bob()], mode);
      await expect(startProxy({ ...settings, USERS_FILE: file })).rejects.toThrow(
        /^USERS_FILE is wrong: others may write the file “.*”\. Set its mode to 600\.$/,
      );
    },
  );

  it.each([
    ['600', 0],
    ['400', 0],
    ['644', 1],
    ['640', 1],
    ['604', 1],
    ['444', 1],
  ])('with mode %s has %i warnings', async (mode, warnings) => {
    const log = makeLog();
    const file = await fileOf([bob()], Number.parseInt(mode, 8));
    const proxy = await startProxy({ ...settings, LOG_LEVEL: 'warn', USERS_FILE: file }, { log });
    expect(log.lines.filter(({ msg }) => String(msg).includes('USERS_FILE'))).toHaveLength(warnings);
    await proxy.close();
  });

  it('that systemd hands over has none, though its group’s bits are set', async () => {
    const log = makeLog();
    const [ours, others] = [await fileOf([bob()], 0o440), await fileOf([bob()], 0o444)];
    for (const [file, directory, warnings] of [
      [ours, folder, 0],
      [others, folder, 1],
      [ours, `${folder}-other`, 1],
    ] as const) {
      log.lines.length = 0;
      const env = { ...settings, LOG_LEVEL: 'warn', USERS_FILE: file, CREDENTIALS_DIRECTORY: directory };
      const proxy = await startProxy(env, { log });
      expect(log.lines.filter(({ msg }) => String(msg).includes('USERS_FILE'))).toHaveLength(warnings);
      await proxy.close();
    }
  });
});
