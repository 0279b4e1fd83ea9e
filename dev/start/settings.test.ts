import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSettings, proxySettings, sessionSecret } from './settings.ts';

const embedded = { url: 'http://127.0.0.1:1234', embedded: true, stop: async () => {} };

test('a port in use stops the start with one line that names another', async () => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, listening));
  const { port } = server.address() as AddressInfo;
  await expect(checkSettings({ PORT: String(port) })).rejects.toThrow(
    `Port ${port} is in use: stop what uses it, or choose another, as in "PORT=${port + 1} npm start".`,
  );
  await new Promise((closed) => server.close(closed));
});

test('a wrong setting stops the start before anything is started', async () => {
  await expect(checkSettings({ PORT: '0', BATCH_SIZE: 'many' })).rejects.toThrow(/^BATCH_SIZE .*many.* is wrong/);
});

test('over an OpenSearch of ours people sign in as the local user', () => {
  expect(proxySettings({}, embedded)).toMatchObject({ OPENSEARCH_URL: embedded.url, AUTH: 'local' });
});

test('over a named cluster the settings stay as they are', () => {
  const env = { OPENSEARCH_URL: 'http://search.example', SESSION_SECRET: 'given-given-given-given' };
  expect(proxySettings(env, { ...embedded, url: 'http://search.example', embedded: false })).toEqual(env);
});

test('the secret of the sessions is kept for its owner alone; one that others could read is made anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-secret-'));
  const path = join(folder, 'deep', 'session-secret');
  try {
    const first = sessionSecret(path);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(sessionSecret(path)).toBe(first);
    for (const mode of [0o644, 0o640, 0o604, 0o660, 0o602]) {
      const before = sessionSecret(path);
      await chmod(path, mode);
      expect(sessionSecret(path)).not.toBe(before);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
