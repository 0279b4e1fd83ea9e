import type { Access } from '../auth/accounts.ts';
import type { Clock } from '../base/ports.ts';
import type { Opening } from './contexts.ts';
import { ELASTICSEARCH_PITS, NoPointInTime, OPENSEARCH_PITS, type PitCalls, type PitSlice } from './pit-calls.ts';
import { splitPit } from './split-pit.ts';

/** `fits`: the user may hold as many contexts. `parts`: the ids of its shards by index, where that was asked for and could be. */
export type Snapshot = { pit: string; contexts: number; fits: boolean; parts?: ReadonlyMap<string, string> };

/** A cluster that had no points in time may have been upgraded after this time. Milliseconds. */
const NONE_MS = 10 * 60_000;

/**
 * The points in time of this process's cluster. Which kind it has is found out by the first one that is to be opened, and
 * kept: a kind for as long as the cluster knows it, that there is none for a while.
 */
export class PointsInTime {
  readonly #clock: Clock;
  #known: PitCalls | undefined;
  #noneUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether it was found out of late that there are none. */
  get areNone(): boolean {
    return this.#clock.now() < this.#noneUntil;
  }

  /**
   * Opens one that holds shard `shard` of each index of `target` that has it; undefined when none has. `isParted`: each of
   * its shards is to be read and closed by itself.
   * @throws NoPointInTime, index_not_found, forbidden, opensearch_*
   */
  async open(
    access: Access,
    { isParted = false, ...slice }: PitSlice & { isParted?: boolean },
    opening: Opening,
  ): Promise<Snapshot | undefined> {
    try {
      const opened = await this.#ask((calls) => calls.open(access, slice));
      if (!opened) return void opening.failed(undefined);
      const { pit, contexts } = opened;
      const parts = isParted ? splitPit(pit) : undefined;
      if (parts?.size !== contexts) return { pit, contexts, fits: opening.opened(pit, contexts) };
      return { pit, contexts, fits: opening.opened([...parts.values()]), parts };
    } catch (error) {
      opening.failed(error);
      throw error;
    }
  }

  /** What is gone already is no error. @returns how many were closed @throws forbidden, opensearch_* */
  async close(access: Access, ids: readonly string[], signal: AbortSignal): Promise<number> {
    try {
      return await this.#ask((calls) => calls.close(access, ids, signal));
    } catch (error) {
      // They went with the server that they were opened at.
      if (error instanceof NoPointInTime) return 0;
      throw error;
    }
  }

  async #ask<T>(act: (calls: PitCalls) => Promise<T>): Promise<T> {
    const kinds = new Set([this.#known ?? OPENSEARCH_PITS, OPENSEARCH_PITS, ELASTICSEARCH_PITS]);
    for (const calls of kinds) {
      try {
        const answer = await act(calls);
        this.#known = calls;
        this.#noneUntil = Number.NEGATIVE_INFINITY;
        return answer;
      } catch (error) {
        if (!(error instanceof NoPointInTime)) throw error;
      }
    }
    this.#known = undefined;
    this.#noneUntil = this.#clock.now() + NONE_MS;
    throw new NoPointInTime();
  }
}
