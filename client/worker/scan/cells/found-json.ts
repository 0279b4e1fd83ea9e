import {
  ByteBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
} from '../../../../shared/json/bytes.ts';
import { copyTidy } from '../../../../shared/json/tidy.ts';
import { EMPTY_OBJECT, type Found, RAW, RAW_COMMENTED, TEXT } from './csv-reader.ts';
import { openedValues } from './lists.ts';

const UTF8 = new TextEncoder();
const DECODER = new TextDecoder();

/** Makes JSON of values that were found in a row. What a method gives stands until the next one is called. */
export class FoundJson {
  readonly #scratch = new ByteBuffer(256);

  /** A value as it is stored. */
  one(found: Found, bytes: Uint8Array): Uint8Array {
    this.#scratch.length = 0;
    this.#append(found, bytes);
    return this.#made();
  }

  /** `[value,…]` */
  list(list: readonly Found[], bytes: Uint8Array): Uint8Array {
    this.#scratch.length = 0;
    this.#appendList(list, bytes);
    return this.#made();
  }

  /** `{"dotted.path":value,…}`; several values of one path become an array, as in a column. */
  object(all: readonly Found[], bytes: Uint8Array): Uint8Array {
    const scratch = this.#scratch;
    scratch.length = 0;
    let before = OPEN_BRACE;
    for (const [path, list] of byPath(all)) {
      this.#sign(before);
      this.#text(JSON.stringify(path));
      this.#sign(COLON);
      if (list.some(({ isListed }) => isListed)) this.#appendOpened(list, bytes);
      else if (list.length === 1) this.#append(list[0] as Found, bytes);
      else this.#appendList(list, bytes);
      before = COMMA;
    }
    this.#sign(CLOSE_BRACE);
    return this.#made();
  }

  /** Values as JSON each, those of arrays among them in their place. */
  opened(list: readonly Found[], bytes: Uint8Array): string[] {
    return list.flatMap((found) => {
      const json = this.one(found, bytes);
      return isArray(found.kind) ? openedValues(json, 0, json.length) : [DECODER.decode(json)];
    });
  }

  #appendOpened(list: readonly Found[], bytes: Uint8Array): void {
    let before = OPEN_BRACKET;
    for (const found of list) {
      const { kind } = found;
      const values = isArray(kind) ? new FoundJson().opened([found], bytes) : [undefined];
      for (const json of values) {
        this.#sign(before);
        if (json === undefined) this.#append(found, bytes);
        else this.#text(json);
        before = COMMA;
      }
    }
    if (before === OPEN_BRACKET) this.#sign(OPEN_BRACKET);
    this.#sign(CLOSE_BRACKET);
  }

  #appendList(list: readonly Found[], bytes: Uint8Array): void {
    let before = OPEN_BRACKET;
    for (const found of list) {
      this.#sign(before);
      this.#append(found, bytes);
      before = COMMA;
    }
    this.#sign(CLOSE_BRACKET);
  }

  #append({ kind, start, stop }: Found, bytes: Uint8Array): void {
    const scratch = this.#scratch;
    scratch.reserve(stop - start + 2);
    if (kind === EMPTY_OBJECT) {
      this.#sign(OPEN_BRACE);
      this.#sign(CLOSE_BRACE);
    } else if (kind === RAW_COMMENTED) copyTidy(bytes, start, stop, scratch);
    else if (kind === TEXT) scratch.copy(bytes, start - 1, stop + 1);
    else scratch.copy(bytes, start, stop);
  }

  #sign(byte: number): void {
    this.#scratch.reserve(1);
    this.#scratch.bytes[this.#scratch.length++] = byte;
  }

  #text(json: string): void {
    const bytes = UTF8.encode(json);
    this.#scratch.reserve(bytes.length);
    this.#scratch.copy(bytes, 0, bytes.length);
  }

  #made(): Uint8Array {
    return this.#scratch.bytes.subarray(0, this.#scratch.length);
  }
}

export function isArray(kind: number): boolean {
  return kind === RAW || kind === RAW_COMMENTED;
}

function byPath(all: readonly Found[]): Map<string, Found[]> {
  const paths = new Map<string, Found[]>();
  for (const found of all) {
    const list = paths.get(found.node.path);
    if (list === undefined) paths.set(found.node.path, [found]);
    else list.push(found);
  }
  return paths;
}
