/** A worker that died is replaced as often, unless it got further in between. */
const REPLACEMENTS = 3;

/** How often the workers of each export have died without having got further. */
export class Deaths {
  readonly #met = new Map<string, { count: number; rows: number }>();

  /** The export's worker has died at so many rows: whether another one may take its place. */
  mayReplace(id: string, rows: number): boolean {
    const before = this.#met.get(id);
    const count = before?.rows === rows ? before.count + 1 : 1;
    this.#met.set(id, { count, rows });
    return count <= REPLACEMENTS;
  }
}
