import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SluiceError } from '../../shared/errors.ts';
import type { Peers } from '../edges/peer.ts';

/** The session, what is kept while somebody is at the identity provider, and who has signed in with this browser. */
export type CookieName = 'sluice_session' | 'sluice_sign_in' | 'sluice_device';

/** A browser keeps 4 KiB a cookie, its name and attributes included; a provider's tokens can be longer. */
const PART_CHARS = 3600;
const MAX_PARTS = 4;

/** Cookies as long as need be, over several where one does not hold them. */
export class Cookies {
  readonly #peers: Peers;
  readonly #path: string;

  /** `path`: the browser sends them to no other of its host; with a slash at its end. */
  constructor(peers: Peers, path: string) {
    this.#peers = peers;
    this.#path = path;
  }

  get(c: Context, name: CookieName): string | undefined {
    const prefix = this.#prefix(c);
    const parts: string[] = [];
    for (let i = 0; i < MAX_PARTS; i++) {
      const part = getCookie(c, partName(name, i), prefix);
      if (part === undefined) break;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('');
  }

  /** `ms`: how long the browser may keep it. @throws too_large */
  set(c: Context, name: CookieName, { text, ms }: { text: string; ms: number }): void {
    const count = Math.ceil(text.length / PART_CHARS);
    if (count > MAX_PARTS) throw new SluiceError('too_large', 'The account’s token is too long for a cookie.');
    for (let i = 0; i < count; i++) {
      const part = text.slice(i * PART_CHARS, (i + 1) * PART_CHARS);
      setCookie(c, partName(name, i), part, { ...this.#options(c, name), maxAge: Math.ceil(ms / 1000) });
    }
    this.#deleteFrom(c, name, count);
  }

  delete(c: Context, name: CookieName): void {
    deleteCookie(c, name, this.#options(c, name));
    this.#deleteFrom(c, name, 1);
  }

  #deleteFrom(c: Context, name: CookieName, from: number): void {
    for (let i = from; i < MAX_PARTS && getCookie(c, partName(name, i), this.#prefix(c)) !== undefined; i++) {
      deleteCookie(c, partName(name, i), this.#options(c, name));
    }
  }

  /**
   * `__Host-`: a browser takes such a cookie over TLS only, and from no other name of the domain; it is sent to the whole host. Below a path
   * other applications are at that host, which must not be handed it: `__Secure-`, over TLS only, and of that path.
   */
  #prefix(c: Context): 'host' | 'secure' | undefined {
    if (!this.#peers.isSecure(c)) return undefined;
    return this.#path === '/' ? 'host' : 'secure';
  }

  #options(c: Context, name: CookieName) {
    const prefix = this.#prefix(c);
    // Coming back from the provider is another site's doing, and a strict cookie would not come along.
    const sameSite = name === 'sluice_sign_in' ? ('Lax' as const) : ('Strict' as const);
    const shared = { path: this.#path, httpOnly: true, sameSite, secure: prefix !== undefined } as const;
    return prefix === undefined ? shared : { ...shared, prefix };
  }
}

function partName(name: CookieName, i: number): string {
  return i === 0 ? name : `${name}_${i}`;
}
