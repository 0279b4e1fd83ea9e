/**
 * Counts rows by field, so that a page's last group of equal sequence numbers can be parted from the rows before it: by
 * field number over those, then one entry a row and field of the group.
 */
export class FieldRows {
  #done = new Uint32Array(64);
  #group = new Int32Array(64);
  #groupCount = 0;

  /** The row last read has these fields: the first `count` of `ids`, each once. */
  add(ids: Int32Array, count: number): void {
    const total = this.#groupCount + count;
    if (total > this.#group.length) this.#group = enlarged(this.#group, new Int32Array(total * 2));
    for (let i = 0; i < count; i++) this.#group[this.#groupCount + i] = ids[i] as number;
    this.#groupCount = total;
  }

  /** The group so far is finished. */
  endGroup(): void {
    for (let i = 0; i < this.#groupCount; i++) {
      const id = this.#group[i] as number;
      if (id >= this.#done.length) this.#done = enlarged(this.#done, new Uint32Array((id + 1) * 2));
      (this.#done[id] as number)++;
    }
    this.#groupCount = 0;
  }

  /** Rows by path, of what is finished and of the last group. */
  take(pathOf: (id: number) => string): { done: Map<string, number>; tail: Map<string, number> } {
    const tail = new Map<string, number>();
    for (let i = 0; i < this.#groupCount; i++) addRows(tail, pathOf(this.#group[i] as number), 1);
    const done = new Map<string, number>();
    this.#done.forEach((rows, id) => {
      if (rows > 0) addRows(done, pathOf(id), rows);
    });
    return { done, tail };
  }
}

export function addRows(counts: Map<string, number>, path: string, rows: number): void {
  counts.set(path, (counts.get(path) ?? 0) + rows);
}

function enlarged<T extends Uint32Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
