import { makeDeferred } from '../../util/deferred.ts';

/** What one read holds. */
export interface Share {
  /** The bytes it holds now. */
  set(bytes: number): void;
  /** It holds them no longer. */
  free(): void;
  /** Waits until it alone may hold more than its part: a single document can be larger than all the rest. */
  outgrow(): Promise<void>;
}

/** The worker's memory as a count of bytes: in flight, being cut into rows, waiting for the sink. */
export interface Budget {
  readonly limit: number;
  readonly held: number;
  /** The part one read may hold before it is cut short, bytes. */
  readonly part: number;
  /** Room for a read that is likely to hold `bytes`; undefined where there is none. The first one always fits. */
  take(bytes: number): Share | undefined;
}

export function makeBudget(limit: number, readers: number): Budget {
  return new ByteBudget(limit, readers);
}

class ByteBudget implements Budget {
  readonly limit: number;
  readonly part: number;
  held = 0;
  #shares = 0;
  #large: Promise<void> = Promise.resolve();

  constructor(limit: number, readers: number) {
    this.limit = limit;
    // Half of the budget for all readers at their fullest; the other half for the one that outgrows its part.
    this.part = Math.floor(limit / 2 / readers);
  }

  take(bytes: number): Share | undefined {
    if (this.#shares > 0 && this.held + bytes > this.limit) return undefined;
    this.#shares += 1;
    return this.#makeShare(Math.min(bytes, this.part));
  }

  #makeShare(bytes: number): Share {
    let mine = bytes;
    let letGo: (() => void) | undefined;
    let outgrown: Promise<void> | undefined;
    this.held += mine;
    const set = (now: number) => {
      this.held += now - mine;
      mine = now;
    };
    return {
      set,
      outgrow: () => {
        outgrown ??= this.#queueForLarge((release) => {
          letGo = release;
        });
        return outgrown;
      },
      free: () => {
        set(0);
        this.#shares -= 1;
        if (letGo) letGo();
        else outgrown?.then(() => letGo?.());
      },
    };
  }

  #queueForLarge(granted: (release: () => void) => void): Promise<void> {
    const before = this.#large;
    const mine = makeDeferred<void>();
    this.#large = mine.promise;
    return before.then(() => granted(() => mine.resolve()));
  }
}
