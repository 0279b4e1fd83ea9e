import { Hono } from 'hono';
import type { ReadSession } from '../auth/session.ts';
import type { OpenSearch } from '../opensearch/port.ts';
import type { Clock, Metrics } from '../ports.ts';
import { type FiguresOptions, proxyFigures } from './figures.ts';

/** Milliseconds that OpenSearch has to answer `/readyz`. */
const READY_MS = 5000;

/** `/api/monitor`: the figures, for whoever is signed in. */
export function monitorRoute(
  readSession: ReadSession,
  { clock, ...options }: Omit<FiguresOptions, 'now'> & { clock: Clock },
): Hono {
  return new Hono().get('/', async (c) => {
    await readSession(c);
    return c.json(proxyFigures({ ...options, now: clock.now() }));
  });
}

export type ProbesOptions = {
  metrics: Metrics;
  /** With the service account, or with none. */
  openSearch: OpenSearch;
  isDraining(): boolean;
};

/** For balancers and monitoring: `/healthz`, `/readyz`, `/metrics`. */
export function probes({ metrics, openSearch, isDraining }: ProbesOptions): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      if (isDraining()) return c.json({ status: 'draining' }, 503);
      const ready = await isReady(openSearch);
      return c.json({ status: ready ? 'ok' : 'unavailable', opensearch: ready }, ready ? 200 : 503);
    })
    .get('/metrics', async () => {
      const { contentType, text } = await metrics.render();
      return new Response(text, { headers: { 'content-type': contentType } });
    });
}

/** Any answer but "busy" or "unavailable" comes from an OpenSearch that is there; without a service account it may be 401. */
async function isReady(openSearch: OpenSearch): Promise<boolean> {
  try {
    const response = await openSearch.send({ method: 'GET', path: '/', signal: AbortSignal.timeout(READY_MS) });
    for await (const _ of response.body) break;
    return response.status < 500 && response.status !== 429;
  } catch {
    return false;
  }
}
