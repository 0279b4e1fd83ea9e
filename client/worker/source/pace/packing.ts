import type { Encoding } from '../../../../shared/protocol.ts';

/** How pages are asked for: gzip'd or as they are. */
export interface Packing {
  /** For the next page. */
  next(): Encoding;
  /** A page that was asked for so has come: its bytes inflated, and the time from asking to written, ms. */
  add(page: { encoding: Encoding; bytes: number; ms: number }): void;
}

export type PackingOptions = {
  /** ms */
  now(): number;
  /** What to begin with: `gzip` where nothing is known of the line, and then the other way is tried at once. */
  first: Encoding;
};

/** A way is judged by as much: time enough for a busy moment to pass; where pages are slow, by fewer of them. */
const ROUND = { ms: 1_500, pages: 8 };
const SLOW_ROUND = { ms: 3_000, pages: 4 };
/** Pages under way at once, at most. */
const UNDER_WAY = 4;
/** By how much the other way must be better to be taken. */
const BETTER = 1.08;
/** The first page sent the other way may take as many times as long as the others; else there is no more to try. */
const TOO_SLOW = 3;
/** Until the next trial, ms; doubled with each that was lost. */
const FIRST_WAIT_MS = 10_000;
/** Pages as they are that come slower do not come from this machine, whatever the address says: a tunnel's end is here. Bytes a ms. */
const TUNNEL_RATE = 3_000;

/**
 * Gzip spares a slow line most of its bytes, and costs OpenSearch and the browser much of their time: on a fast line it
 * is dear. Which line it is nobody can tell but by trying: one page goes the other way first, and if that was not slow,
 * all of them for a while.
 */
export function makePacking(options: PackingOptions): Packing {
  return new TriedPacking(options);
}

type Round = { encoding: Encoding; since: number | undefined; bytes: number; pages: number };
type Stage = 'settled' | 'probe-due' | 'probing' | 'trial';

class TriedPacking implements Packing {
  readonly #now: () => number;
  #chosen: Encoding;
  #stage: Stage = 'settled';
  #round: Round;
  #rate = 0;
  /** What has come in the trial, either way. */
  #trial = { since: 0, bytes: 0 };
  #pageMs: number | undefined;
  #wait = FIRST_WAIT_MS;
  #tryAt = 0;

  constructor({ now, first }: PackingOptions) {
    this.#now = now;
    this.#chosen = first;
    this.#round = newRound(first);
    if (first === 'identity') this.#tryAt = now() + this.#wait;
  }

  next(): Encoding {
    if (this.#stage === 'trial') return this.#other;
    if (this.#stage !== 'probe-due') return this.#chosen;
    this.#stage = 'probing';
    return this.#other;
  }

  add({ encoding, bytes, ms }: { encoding: Encoding; bytes: number; ms: number }): void {
    if (bytes === 0) return;
    if (this.#stage === 'probing' && encoding !== this.#chosen) return this.#probed(ms);
    if (encoding === this.#chosen) this.#pageMs = this.#pageMs === undefined ? ms : 0.8 * this.#pageMs + 0.2 * ms;
    if (this.#stage === 'trial' && this.#isBehind(bytes)) return this.#lose();
    const round = this.#round;
    // A round begins when a page has come: those before took the line's and OpenSearch's time from those of this one.
    if (encoding !== round.encoding || round.since === undefined) {
      this.#round = newRound(round.encoding, this.#now());
      return;
    }
    round.bytes += bytes;
    round.pages += 1;
    const elapsed = this.#now() - round.since;
    const isOver = [ROUND, SLOW_ROUND].some(({ ms: least, pages }) => elapsed >= least && round.pages >= pages);
    if (isOver) this.#judge(round.bytes / elapsed);
  }

  get #other(): Encoding {
    return this.#chosen === 'gzip' ? 'identity' : 'gzip';
  }

  #probed(ms: number): void {
    if (this.#pageMs !== undefined && ms > this.#pageMs * TOO_SLOW) return this.#lose();
    this.#stage = 'trial';
    this.#trial = { since: this.#now(), bytes: 0 };
    this.#round = newRound(this.#other);
  }

  /** By more pages than are under way: on a slow line each further one would take its time. */
  #isBehind(bytes: number): boolean {
    const trial = this.#trial;
    trial.bytes += bytes;
    const elapsed = this.#now() - trial.since;
    return elapsed >= ROUND.ms && this.#rate * elapsed - trial.bytes > UNDER_WAY * bytes;
  }

  #judge(rate: number): void {
    if (this.#stage === 'trial') {
      if (rate < this.#rate * BETTER) return this.#lose();
      this.#chosen = this.#other;
      this.#settle(rate);
      return;
    }
    // A first page that a whole round of the others has overtaken is slow, or was lost.
    if (this.#stage === 'probing') return this.#lose();
    this.#rate = rate;
    this.#round = newRound(this.#chosen, this.#now());
    // Nothing was tried yet.
    if (this.#wait === FIRST_WAIT_MS && this.#chosen === 'identity' && rate < TUNNEL_RATE) this.#tryAt = this.#now();
    if (this.#stage === 'settled' && this.#now() >= this.#tryAt) this.#stage = 'probe-due';
  }

  #lose(): void {
    this.#wait *= 2;
    this.#settle(this.#rate);
  }

  #settle(rate: number): void {
    this.#stage = 'settled';
    this.#rate = rate;
    this.#pageMs = undefined;
    this.#tryAt = this.#now() + this.#wait;
    this.#round = newRound(this.#chosen);
  }
}

function newRound(encoding: Encoding, since?: number): Round {
  return { encoding, since, bytes: 0, pages: 0 };
}
