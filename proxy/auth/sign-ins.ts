import { SluiceError } from '../../shared/errors.ts';
import { Allowance } from '../edges/allowance.ts';
import type { Clock } from '../ports.ts';

const WINDOW_MS = 15 * 60_000;
/** Many people may sit behind one address. */
const PER_ADDRESS = 5;

/**
 * How often signing in may fail: for an account, whoever tries, and from an address, whatever it tries. An attempt
 * counts before it is checked, so that many at once are no way around.
 */
export class SignIns {
  readonly #accounts: Allowance;
  readonly #addresses: Allowance;

  constructor(attempts: number, clock: Clock) {
    this.#accounts = new Allowance(attempts, WINDOW_MS, clock);
    this.#addresses = new Allowance(attempts * PER_ADDRESS, WINDOW_MS, clock);
  }

  /** Runs `check`, unless too many have failed. @throws rate_limited, and what `check` throws */
  async attempt<T>(who: { account: string; address: string }, check: () => Promise<T>): Promise<T> {
    const { account, address } = who;
    const wait = Math.max(this.#accounts.wait(account), address === '' ? 0 : this.#addresses.wait(address));
    if (wait > 0) {
      throw new SluiceError('rate_limited', 'Too many sign-ins have failed. Wait, then try again.', {
        retryAfter: wait,
      });
    }
    this.#accounts.take(account);
    this.#addresses.take(address);
    try {
      const result = await check();
      this.#accounts.forget(account);
      this.#addresses.giveBack(address);
      return result;
    } catch (error) {
      // An OpenSearch that is down is nobody's wrong password.
      if (!(error instanceof SluiceError && error.code === 'sign_in_failed')) {
        this.#accounts.giveBack(account);
        this.#addresses.giveBack(address);
      }
      throw error;
    }
  }
}
