import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { ProxyFigures } from '../../../shared/monitor.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';

let proxy: RunningProxy;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'));
});
afterAll(() => proxy.close());

it('tells whoever is signed in how the proxy is doing, and null where its runtime cannot', async () => {
  const url = new URL('/api/monitor', proxy.url);
  expect((await fetch(url)).status).toBe(401);
  const { cookie } = await proxy.signIn();
  const response = await fetch(url, { headers: { cookie } });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const figures: ProxyFigures = await response.json();
  expect(figures).toMatchObject({ socketsOpen: 0, readsInFlight: 0, pages: 0, pageBytes: 0, snapshotsOpen: 0 });
  expect(figures.errors).toEqual({ signed_out: 1 });
  expect(figures.memoryLimitBytes).toBeGreaterThan(0);
  expect(figures.uptimeMs).toBeGreaterThanOrEqual(0);
  const runtime = inject('runtime');
  if (runtime === 'workerd') expect(figures).toMatchObject({ memoryBytes: null, eventLoopLagMs: null });
  if (runtime === 'node') {
    expect(figures.memoryBytes).toBeGreaterThan(10_000_000);
    expect(figures.eventLoopLagMs).toBeGreaterThanOrEqual(0);
  }
});
