import * as v from 'valibot';
import { type ProxyMessage, proxyMessageSchema } from '../../../shared/protocol.ts';

/** What the proxy sent in a text frame; undefined where this release does not understand it. */
export function messageOf(data: unknown): ProxyMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    return v.parse(proxyMessageSchema, JSON.parse(data));
  } catch {
    return undefined;
  }
}
