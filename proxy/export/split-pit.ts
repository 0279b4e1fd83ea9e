import { decodePit, encodePit } from './pit-id.ts';

/**
 * The ids of the single shards of a point in time that was opened on one shard number of several indices, by index. OpenSearch
 * and Elasticsearch hold a context of its own for each of these shards, and an id is the list of them (SearchContextId.java):
 * each may be read and closed by a shorter list, and a page asks the one shard that it is of, not all to skip the others.
 * Undefined where the id has none of these forms, an index is in it twice, or an alias's filter is: whoever asks has to
 * do with the whole.
 */
export function splitPit(pitId: string): Map<string, string> | undefined {
  const bytes = decodePit(pitId);
  if (!bytes) return undefined;
  for (const form of FORMS) {
    const parts = unlessOther(() => parted(new Walk(bytes), form));
    if (parts) return parts;
  }
  return undefined;
}

/** How many shards an id holds; undefined where it is none. */
export function countInPit(pitId: string): number | undefined {
  const bytes = decodePit(pitId);
  if (!bytes) return undefined;
  return unlessOther(() => {
    const walk = new Walk(bytes);
    walk.number();
    return walk.number();
  });
}

/** What a shard's entry is made of: whether it may lack node and context, and whether its searcher is told behind its session. */
type Form = { mayLack: boolean; hasSearcher: boolean };

/** OpenSearch's; Elasticsearch's from 8.16 on, and before (seen in 8.15, 8.19 and 9.2). */
const FORMS: readonly Form[] = [
  { mayLack: false, hasSearcher: false },
  { mayLack: true, hasSearcher: true },
  { mayLack: false, hasSearcher: true },
];

function unlessOther<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OtherForm) return undefined;
    throw error;
  }
}

/** The id is none that is known here. */
class OtherForm extends Error {}

type Piece = { name: string; uuid: string; bytes: Uint8Array };

/** The version; shards, each `name uuid number node cluster context session searcher`; filters by uuid, each of two parts that are none. */
function parted(walk: Walk, form: Form): Map<string, string> {
  const head = walk.cut(() => walk.number());
  const pieces: Piece[] = [];
  for (let left = walk.number(); left > 0; left--) pieces.push(pieceOf(walk, form));
  const filters = new Map<string, Uint8Array>();
  for (let left = walk.number(); left > 0; left--) {
    let uuid = '';
    const bytes = walk.cut(() => {
      uuid = walk.text();
      walk.expect(0);
      walk.expect(0);
    });
    filters.set(uuid, bytes);
  }
  walk.expectEnd();
  const ids = new Map(pieces.map((piece) => [piece.name, encodePit(joined(head, piece, filters.get(piece.uuid)))]));
  if (ids.size !== pieces.length) throw new OtherForm();
  return ids;
}

function pieceOf(walk: Walk, { mayLack, hasSearcher }: Form): Piece {
  let [name, uuid] = ['', ''];
  const bytes = walk.cut(() => {
    name = walk.text();
    uuid = walk.text();
    // So that no form is taken for another.
    if (!UUID.test(uuid)) throw new OtherForm();
    walk.number();
    if (mayLack) walk.expect(1);
    walk.text();
    walk.expect(0);
    if (mayLack) walk.expect(1);
    walk.skip(CONTEXT_BYTES);
    walk.text();
    if (hasSearcher && walk.number() > 0) walk.text();
  });
  return { name, uuid, bytes };
}

const UUID = /^[\w-]{22}$/;
/** A context's number, a long. */
const CONTEXT_BYTES = 8;
const [NONE, ONE] = [Uint8Array.of(0), Uint8Array.of(1)];

function joined(head: Uint8Array, { bytes }: Piece, filter: Uint8Array | undefined): Uint8Array {
  const parts = [head, ONE, bytes, ...(filter ? [ONE, filter] : [NONE])];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Steps through what OpenSearch's `StreamOutput` wrote. */
class Walk {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes that `step` goes over. */
  cut(step: () => void): Uint8Array {
    const from = this.#at;
    step();
    return this.#bytes.subarray(from, this.#at);
  }

  /** A vInt. */
  number(): number {
    let value = 0;
    for (let factor = 1; factor <= MOST_FACTOR; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new OtherForm();
  }

  /** Its length in UTF-16 units, then each of them in one to three bytes. */
  text(): string {
    let text = '';
    for (let left = this.number(); left > 0; left--) text += String.fromCharCode(this.#unit());
    return text;
  }

  expect(wanted: number): void {
    if (this.#byte() !== wanted) throw new OtherForm();
  }

  skip(count: number): void {
    if (this.#at + count > this.#bytes.length) throw new OtherForm();
    this.#at += count;
  }

  expectEnd(): void {
    if (this.#at !== this.#bytes.length) throw new OtherForm();
  }

  #unit(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    if (first >> 5 === 0b110) return ((first & 0x1f) << 6) | this.#more();
    if (first >> 4 === 0b1110) return ((first & 0x0f) << 12) | (this.#more() << 6) | this.#more();
    throw new OtherForm();
  }

  #more(): number {
    return this.#byte() & 0x3f;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new OtherForm();
    this.#at += 1;
    return byte;
  }
}

/** Of the fifth byte of an int. */
const MOST_FACTOR = 128 ** 4;
