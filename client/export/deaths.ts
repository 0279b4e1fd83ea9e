import { lastingSteps } from './work.ts';

/** A worker that died is replaced as often, unless it got further in between. */
const REPLACEMENTS = 3;

/** How often the workers of each export have died without having got further. */
export class Deaths {
  readonly #met = new Map<string, { count: number; steps: number }>();

  /** The export's worker has died: whether another one may take its place. */
  mayReplace(state: Parameters<typeof lastingSteps>[0]): boolean {
    const { id } = state.request;
    const steps = lastingSteps(state);
    const before = this.#met.get(id);
    const count = before?.steps === steps ? before.count + 1 : 1;
    this.#met.set(id, { count, steps });
    return count <= REPLACEMENTS;
  }
}
