import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { pathUnder, toFolder, withMore } from './base-path.ts';

function app(basePath: string): Hono {
  const http = new Hono({ getPath: pathUnder(basePath) });
  http.use(toFolder(basePath));
  http.use('/api/*', async (c, next) => {
    await next();
    c.header('x-guarded', 'yes');
  });
  http.get('/api/session', (c) => c.text('session'));
  return withMore(http).get('*', (c) => c.text(`file ${c.req.path}`));
}
const ask = async (basePath: string, path: string, init?: RequestInit) => {
  const response = await app(basePath).request(path, init);
  return { text: await response.text(), guarded: response.headers.get('x-guarded'), response };
};

describe('below a path', () => {
  it.each([
    ['/', '/api/session'],
    ['/sluice/', '/sluice/api/session'],
    ['/sluice/', '/api/session'],
    ['/a/b/', '/a/b/api/session'],
  ])('%s: %s is the call, with what guards it', async (basePath, path) => {
    expect(await ask(basePath, path)).toMatchObject({ text: 'session', guarded: 'yes' });
  });

  it.each([
    ['/sluice/', '/sluice/', 'file /'],
    ['/sluice/', '/', 'file /'],
    ['/sluice/', '/sluice/assets/a.js', 'file /assets/a.js'],
    // Taken away once, and of whole names only.
    ['/sluice/', '/sluice/sluice/a.js', 'file /sluice/a.js'],
    ['/sluice/', '/sluicegate/a.js', 'file /sluicegate/a.js'],
    ['/', '/sluice/', 'file /sluice/'],
  ])('%s: %s is %s', async (basePath, path, text) => {
    expect((await ask(basePath, path)).text).toBe(text);
  });

  it('is led to with its last slash, and with what was asked', async () => {
    const { response } = await ask('/sluice/', '/sluice?index=a%20b');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sluice/?index=a%20b']);
    expect((await ask('/sluice/', '/sluice', { method: 'POST' })).response.status).toBe(404);
  });
});
