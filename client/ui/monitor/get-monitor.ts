import * as v from 'valibot';
import { type ProxyFigures, proxyFiguresSchema } from '../../../shared/monitor.ts';
import { call } from '../lib/api.ts';

/** How the proxy is doing. @throws signed_out */
export async function getMonitor(signal?: AbortSignal): Promise<ProxyFigures> {
  return v.parse(proxyFiguresSchema, JSON.parse(await call('/api/monitor', { signal })));
}
