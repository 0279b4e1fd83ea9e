import * as v from 'valibot';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encoder.ts';

/** SHA-256 as it is made. */
export interface Hasher {
  /** Begins anew. */
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  /** Its end, in hex; after it comes `init` or `load`. */
  digest(): string;
  /** From here another one goes on with `load`. */
  save(): Uint8Array;
  /** @throws Error where the state is none of this kind */
  load(state: Uint8Array): unknown;
}

/** `sha256`: of the file so far, as the hasher keeps it. `file`: of the encoder whose file it is. */
const stateSchema = v.strictObject({ sha256: v.instance(Uint8Array), file: v.looseObject({}) });

/**
 * Encoders that tell the SHA-256 of the file that another format's encoders make. What an older release began, or one that had no hasher, goes on
 * without: a hash is of the file from its first byte.
 *
 * @param hasher  one for all these encoders, of which the one made last is in use
 */
export function hashEncoders(makeInner: MakeEncoder, hasher: Hasher | undefined): MakeEncoder {
  return (state) => {
    const from = v.safeParse(stateSchema, state);
    const inner = makeInner(from.success ? from.output.file : state);
    const isHashed = hasher && (from.success ? goesOn(hasher, from.output.sha256) : state === undefined);
    if (!isHashed) return inner;
    if (!from.success) hasher.init();
    return new HashEncoder(inner, hasher);
  };
}

function goesOn(hasher: Hasher, state: Uint8Array): boolean {
  try {
    hasher.load(state);
    return true;
  } catch {
    return false;
  }
}

class HashEncoder implements FileEncoder {
  readonly #inner: FileEncoder;
  readonly #hasher: Hasher;
  #digest: string | undefined;

  constructor(inner: FileEncoder, hasher: Hasher) {
    this.#inner = inner;
    this.#hasher = hasher;
  }

  get isMidUnit(): boolean {
    return this.#inner.isMidUnit ?? false;
  }

  get heldBytes(): number {
    return this.#inner.heldBytes ?? 0;
  }

  get report(): FileReport {
    return { ...this.#inner.report, ...(this.#digest === undefined ? {} : { sha256: this.#digest }) };
  }

  append(rows: Bytes): Bytes[] {
    return this.#hashed(this.#inner.append(rows));
  }

  flush(): { bytes: Bytes[]; state: EncoderState } {
    const { bytes, state: file } = this.#inner.flush();
    return { bytes: this.#hashed(bytes), state: { sha256: this.#hasher.save(), file } };
  }

  finish(): Bytes[] {
    const bytes = this.#hashed(this.#inner.finish());
    this.#digest = this.#hasher.digest();
    return bytes;
  }

  #hashed(bytes: Bytes[]): Bytes[] {
    for (const part of bytes) this.#hasher.update(part);
    return bytes;
  }
}
