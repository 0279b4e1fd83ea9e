import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  malformed,
  OPEN_BRACE,
  OPEN_BRACKET,
  PARTIAL,
  QUOTE,
} from '../../../shared/json/bytes.ts';
import { skipSpace, skipString, skipValue } from '../../../shared/json/skip.ts';
import type { HitCutter } from './hit-cutter.ts';
import { rowTooLarge } from './row-errors.ts';
import type { PageScanner, PageSummary, Rows } from './scanner.ts';

type Part = 'start' | 'page' | 'hits' | 'rows' | 'end';

/**
 * Reads a search response's envelope and lets a HitCutter have the hits. Only structure counts: a document may hold any
 * key. Each step takes one member or some hits and is repeated from its beginning when it was not whole; the bytes must
 * have doubled by then, so that a row of any length costs linear time.
 */
export class PageReader implements PageScanner {
  readonly #cutter: HitCutter;
  readonly #maxRowBytes: number;
  #part: Part = 'start';
  /** No member of the object at hand has been read yet. */
  #first = true;
  #hadHits = false;
  #hadRows = false;
  #taken = false;
  /** Bytes that must be there before a step is tried again. */
  #wanted = 1;
  readonly #carried: number;
  #summary = { took: 0, timedOut: false, failedShards: 0, total: undefined as number | undefined };

  constructor(cutter: HitCutter, maxRowBytes: number) {
    this.#cutter = cutter;
    this.#maxRowBytes = maxRowBytes;
    this.#carried = cutter.count;
  }

  get count(): number {
    return this.#cutter.count;
  }

  get doneCount(): number {
    return this.#cutter.doneCount;
  }

  get heldBytes(): number {
    return this.#pending() + this.#cutter.outBytes;
  }

  push(bytes: Uint8Array): void {
    // Its buffers serve the next page by now.
    if (this.#taken) throw new Error('The rows of this page are taken.');
    this.#cutter.input.append(bytes);
    if (this.#pending() >= this.#wanted) this.#run();
  }

  finish(): PageSummary {
    if (this.#pending() > 0) this.#run();
    if (this.#part !== 'end' || this.#pending() > 0) throw malformed('it ends too early');
    return { hits: this.#cutter.count - this.#carried, ...this.#summary };
  }

  take(): { done: Rows; tail: Rows } {
    this.#taken = true;
    return this.#cutter.take();
  }

  #pending(): number {
    return this.#cutter.input.end - this.#cutter.input.start;
  }

  #run(): void {
    while (this.#step()) {}
    const pending = this.#pending();
    if (pending > this.#maxRowBytes) throw rowTooLarge(this.#maxRowBytes);
    this.#wanted = Math.min(pending * 2, this.#maxRowBytes + 1);
  }

  /** True when it got on. */
  #step(): boolean {
    if (this.#part === 'rows') {
      if (!this.#cutter.cut()) return false;
      this.#part = 'hits';
      this.#first = false;
      return true;
    }
    const { input } = this.#cutter;
    const { bytes, end } = input;
    input.start = skipSpace(bytes, input.start, end);
    if (input.start >= end) return false;
    if (this.#part === 'end') throw malformed('something follows its end');
    if (this.#part === 'start') {
      if (bytes[input.start] !== OPEN_BRACE) throw malformed('it is no object');
      this.#enter('page', input.start + 1);
      return true;
    }
    if (bytes[input.start] === CLOSE_BRACE) {
      this.#leave(input.start + 1);
      return true;
    }
    return this.#member(bytes, input.start, end);
  }

  #enter(part: Part, at: number): void {
    this.#part = part;
    this.#first = true;
    this.#cutter.input.start = at;
  }

  #leave(at: number): void {
    if (this.#part === 'page' && !this.#hadHits) throw malformed('it holds no hits');
    if (this.#part === 'hits' && !this.#hadRows) throw malformed('it holds no hits');
    this.#part = this.#part === 'hits' ? 'page' : 'end';
    this.#first = false;
    this.#cutter.input.start = at;
  }

  #member(bytes: Uint8Array, from: number, end: number): boolean {
    let i = from;
    if (!this.#first) {
      if (bytes[i] !== COMMA) throw malformed('a comma is missing');
      i = skipSpace(bytes, i + 1, end);
      if (i >= end) return false;
    }
    if (bytes[i] !== QUOTE) throw malformed('a member has no name');
    const keyEnd = skipString(bytes, i + 1, end);
    const colon = keyEnd < 0 ? end : skipSpace(bytes, keyEnd, end);
    if (colon >= end) return false;
    if (bytes[colon] !== COLON) throw malformed('a colon is missing');
    const value = skipSpace(bytes, colon + 1, end);
    if (value >= end) return false;
    const key = TEXT.decode(bytes.subarray(i + 1, keyEnd - 1));
    if (key === 'hits') {
      this.#enterHits(bytes[value], value + 1);
      return true;
    }
    const after = skipValue(bytes, value, end);
    if (after === PARTIAL) return false;
    this.#note(key, TEXT.decode(bytes.subarray(value, after)));
    this.#first = false;
    this.#cutter.input.start = after;
    return true;
  }

  #enterHits(opening: number | undefined, after: number): void {
    const outer = this.#part === 'page';
    if (outer ? this.#hadHits : this.#hadRows) throw malformed('it holds hits twice');
    if (opening !== (outer ? OPEN_BRACE : OPEN_BRACKET)) throw malformed('its hits are no list');
    if (outer) this.#hadHits = true;
    else this.#hadRows = true;
    this.#enter(outer ? 'hits' : 'rows', after);
  }

  #note(key: string, text: string): void {
    if (this.#part === 'hits') {
      if (key === 'total') this.#summary.total = totalOf(parsed(text));
      return;
    }
    if (key === 'took') this.#summary.took = numberOf(parsed(text));
    else if (key === 'timed_out') this.#summary.timedOut = parsed(text) === true;
    else if (key === '_shards') this.#summary.failedShards = numberOf(propertyOf(parsed(text), 'failed'));
  }
}

const TEXT = new TextDecoder();

/** These members are small; only documents are too many to be parsed. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('its summary cannot be read');
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw malformed('its summary holds no number where one is due');
  return value;
}

/** An object since OpenSearch 1, a number with `rest_total_hits_as_int`. */
function totalOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === null ? undefined : numberOf(propertyOf(value, 'value'));
}
