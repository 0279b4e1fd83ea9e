import * as v from 'valibot';
import type { Sealer } from '../auth/seal.ts';

/** Texts that are remembered, and how long each may be: a socket's take no more than 256 KiB. */
const MOST = 32;
const MOST_CHARS = 4096;

const expirySchema = v.object({ exp: v.number() });

/**
 * A sealer that remembers the latest tickets it opened, until they expire: a ticket comes with each page that is read by
 * it, and opening it is more work than all else that is done for a small page. One for each socket, so that nobody gains
 * by what another had opened.
 */
export function remembering(sealer: Sealer): Sealer {
  const opened = new Map<string, { payload: Record<string, unknown>; until: number }>();
  return {
    seal: (value, lifetime) => sealer.seal(value, lifetime),
    async open(text) {
      const known = opened.get(text);
      opened.delete(text);
      if (known && known.until > Date.now()) {
        opened.set(text, known);
        return known.payload;
      }
      const payload = await sealer.open(text);
      const expiry = v.safeParse(expirySchema, payload);
      if (!expiry.success || text.length > MOST_CHARS) return payload;
      // Whole seconds, as the sealer counts them.
      opened.set(text, { payload, until: expiry.output.exp * 1000 });
      const [oldest] = opened.keys();
      if (oldest !== undefined && opened.size > MOST) opened.delete(oldest);
      return payload;
    },
  };
}
