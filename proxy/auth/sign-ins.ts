import { SluiceError } from '../../shared/errors.ts';
import type { Clock } from '../base/ports.ts';
import { Allowance } from '../edges/allowance.ts';
import type { From } from './accounts.ts';

const WINDOW_MS = 15 * 60_000;
/** Many people may sit behind one address. */
const PER_PLACE = 5;

/**
 * How often signing in may fail: for an account, whoever tries, and from a place, whatever it tries. An attempt counts
 * before it is checked, so that many at once are no way around. Somebody at a browser that the account has signed in
 * with before has an allowance beside these, so that nobody else can use it up.
 */
export class SignIns {
  readonly #accounts: Allowance;
  readonly #places: Allowance;
  readonly #known: Allowance;

  constructor(attempts: number, clock: Clock) {
    this.#accounts = new Allowance(attempts, WINDOW_MS, clock);
    this.#places = new Allowance(attempts * PER_PLACE, WINDOW_MS, clock);
    this.#known = new Allowance(attempts, WINDOW_MS, clock);
  }

  /** Runs `check`, unless too many have failed. @throws rate_limited, and what `check` throws */
  async attempt<T>(account: string, from: Pick<From, 'place' | 'isKnown'>, check: () => Promise<T>): Promise<T> {
    const counts = this.#countsOf(foldName(account), from);
    const wait = Math.max(...counts.map(({ allowance, key }) => allowance.wait(key)));
    if (wait > 0) {
      throw new SluiceError('rate_limited', 'Too many sign-ins have failed. Wait, then try again.', {
        retryAfter: wait,
      });
    }
    for (const { allowance, key } of counts) allowance.take(key);
    try {
      const result = await check();
      for (const { allowance, key } of counts) {
        if (allowance === this.#places) allowance.giveBack(key);
        else allowance.forget(key);
      }
      return result;
    } catch (error) {
      // An OpenSearch that is down is nobody's wrong password.
      if (!(error instanceof SluiceError && error.code === 'sign_in_failed')) {
        for (const { allowance, key } of counts) allowance.giveBack(key);
      }
      throw error;
    }
  }

  #countsOf(account: string, { place, isKnown }: Pick<From, 'place' | 'isKnown'>) {
    if (isKnown && this.#known.wait(account) === 0) return [{ allowance: this.#known, key: account }];
    const ofAccount = { allowance: this.#accounts, key: account };
    return place === '' ? [ofAccount] : [ofAccount, { allowance: this.#places, key: place }];
  }
}

/**
 * One form for the ways in which a directory may take a name for the same: upper and lower case, wide and narrow letters,
 * accents, blanks, and characters that nobody sees. Names that are told apart after all share a count, no more.
 */
export function foldName(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Z}]/gu, '')
    .toUpperCase()
    .toLowerCase();
  return folded === '' ? name : folded;
}
