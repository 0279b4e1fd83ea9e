import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '../../../proxy/auth/users.ts';
import type { Field, FieldList } from '../../../shared/http.ts';
import { runProxy, type SignedIn } from '../../support/proxy.ts';

/** A proxy with ann, who may read all, and bob, who may read what `bobs` covers; and a call by its path. */
export async function makeSearchBench(opensearchUrl: string, bobs: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: [bobs] },
  ];
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }), { mode: 0o600 });
  const proxy = await runProxy(opensearchUrl, { USERS_FILE: join(folder, 'users.json') });
  const ann = await proxy.signIn('ann', 'ann-password');
  const bob = await proxy.signIn('bob', 'bob-password');
  return {
    ann,
    bob,
    async post(path: string, body: unknown, who: SignedIn = ann) {
      const response = await fetch(new URL(path, proxy.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: who.cookie },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    async fields(index: string, who: SignedIn = ann): Promise<Field[]> {
      const url = new URL(`/api/fields?index=${encodeURIComponent(index)}`, proxy.url);
      const response = await fetch(url, { headers: { cookie: who.cookie } });
      return ((await response.json()) as FieldList).fields;
    },
    async close() {
      await proxy.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type SearchBench = Awaited<ReturnType<typeof makeSearchBench>>;
