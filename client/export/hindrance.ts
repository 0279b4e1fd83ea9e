import type { ErrorBody } from '../../shared/errors.ts';
import { otherRelease } from '../worker/ledger/open-database.ts';

/** What the browser keeps of exports, in two databases. */
type Kept = 'archive' | 'checkpoints';

/** Which of them a tab of another release keeps this page from. */
export class Hindrance {
  readonly #of = new Set<Kept>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get error(): ErrorBody | undefined {
    return this.#of.size > 0 ? otherRelease().toBody() : undefined;
  }

  set(of: Kept, isHindered: boolean): void {
    if (isHindered) this.#of.add(of);
    else this.#of.delete(of);
    this.#changed();
  }
}
