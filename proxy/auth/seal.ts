import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { SluiceError } from '../../shared/errors.ts';

/** What a sealed text is for: one for a cookie cannot be opened as a ticket. */
export type Purpose = 'session' | 'device' | 'ticket';

/** Encrypts and authenticates small values that the client carries and only a proxy with the same secret can open. */
export interface Sealer {
  /** `lifetime` in ms. */
  seal(value: Record<string, unknown>, lifetime: number): Promise<string>;
  /** @throws ticket_expired, ticket_invalid */
  open(text: string): Promise<Record<string, unknown>>;
}

/**
 * Seals with the first secret and opens with any, so that a secret can be changed without signing anybody out. Keys are
 * derived with HKDF (RFC 5869), each purpose its own; the form is a JWE (RFC 7516), `dir` with A256GCM.
 */
export async function makeSealer(secrets: readonly [string, ...string[]], purpose: Purpose): Promise<Sealer> {
  const [first, ...others] = await Promise.all(secrets.map((secret) => keyOf(secret, purpose)));
  if (!first) throw new RangeError('A sealer needs a secret.');
  return {
    seal(value, lifetime) {
      const token = new EncryptJWT(value).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' });
      return token.setExpirationTime(new Date(Date.now() + lifetime)).encrypt(first);
    },
    async open(text) {
      for (const key of [first, ...others]) {
        const payload = await tryOpen(text, key);
        if (payload) return payload;
      }
      throw new SluiceError('ticket_invalid', 'This ticket was not made here. Start the export anew.');
    },
  };
}

async function tryOpen(text: string, key: CryptoKey): Promise<Record<string, unknown> | undefined> {
  try {
    const { payload } = await jwtDecrypt(text, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new SluiceError('ticket_expired', 'This ticket is too old. Start the export anew.', { cause });
    }
    return undefined;
  }
}

/** Made once: from bytes each use of it would make it anew. */
async function keyOf(secret: string, purpose: Purpose): Promise<CryptoKey> {
  const text = new TextEncoder();
  const master = await crypto.subtle.importKey('raw', text.encode(secret), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode(`sluice ${purpose}`) };
  return crypto.subtle.deriveKey(derivation, master, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A secret for one start, when none is set. */
export function randomSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
