import { Hono, type MiddlewareHandler } from 'hono';
import { SluiceError } from '../../shared/errors.ts';
import { VERSION } from '../../shared/version.ts';
import type { ReadSession } from '../auth/session.ts';
import type { Clock, Metrics } from '../base/ports.ts';
import type { Peers } from '../edges/peer.ts';
import { type FiguresOptions, proxyFigures } from './figures.ts';

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
  peers: Peers;
  /** Whether OpenSearch takes requests. */
  isReady(): Promise<boolean>;
  isDraining(): boolean;
};

/** For balancers and monitoring: `/healthz` for everybody, `/readyz` and `/metrics` for those that PROBES_FROM names. */
export function probes({ metrics, peers, isReady, isDraining }: ProbesOptions): Hono {
  const ours = forProbes(peers);
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok', version: VERSION }))
    .get('/readyz', ours, async (c) => {
      if (isDraining()) return c.json({ status: 'draining' }, 503);
      const ready = await isReady();
      return c.json({ status: ready ? 'ok' : 'unavailable', opensearch: ready }, ready ? 200 : 503);
    })
    .get('/metrics', ours, async () => {
      const { contentType, text } = await metrics.render();
      return new Response(text, { headers: { 'content-type': contentType } });
    });
}

/** @throws forbidden */
function forProbes(peers: Peers): MiddlewareHandler {
  return (c, next) => {
    if (peers.isProbe(c)) return next();
    throw new SluiceError(
      'forbidden',
      'This is for probes and monitoring. If you are one, have your address put into PROBES_FROM.',
    );
  };
}
