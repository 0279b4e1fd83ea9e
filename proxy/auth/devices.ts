import type { Context } from 'hono';
import * as v from 'valibot';
import type { Cookies } from './cookies.ts';
import type { Sealer } from './seal.ts';
import { foldName } from './sign-ins.ts';

/** How long a browser is known after somebody signed in there, ms. */
const KNOWN_MS = 90 * 24 * 60 * 60_000;

const deviceSchema = v.object({ account: v.string() });

/** Browsers that an account has signed in with: each keeps a sealed cookie that says so, of its last account. */
export class Devices {
  readonly #sealer: Sealer;
  readonly #cookies: Cookies;

  constructor(sealer: Sealer, cookies: Cookies) {
    this.#sealer = sealer;
    this.#cookies = cookies;
  }

  async knows(c: Context, account: string): Promise<boolean> {
    const cookie = this.#cookies.get(c, 'sluice_device');
    if (cookie === undefined) return false;
    const device = v.safeParse(deviceSchema, await this.#sealer.open(cookie).catch(() => undefined));
    return device.success && device.output.account === foldName(account);
  }

  async remember(c: Context, account: string): Promise<void> {
    const text = await this.#sealer.seal({ account: foldName(account) }, KNOWN_MS);
    this.#cookies.set(c, 'sluice_device', { text, ms: KNOWN_MS });
  }
}
