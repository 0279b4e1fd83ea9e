import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_SEARCH_CHARS } from '../../shared/limits.ts';
import { type Search, searchSchema } from '../../shared/search.ts';
import type { Asked } from '../query/clause.ts';
import { type Fix, fixed } from '../search/dates.ts';

/** Searches that one socket keeps: the app has one export a socket. */
const MAX_KEPT = 2;
/** Characters of long searches that all sockets of a process keep, and those of one user, and until it is worth asking again, ms. */
const MAX_CHARS = { all: 16 * MAX_SEARCH_CHARS, each: 6 * MAX_SEARCH_CHARS };
const WAIT_MS = 5_000;

/** How much the sockets of a process keep of searches. */
export class SearchRoom {
  readonly #taken = new Map<string, number>();
  #all = 0;

  /** @returns what gives it back, once @throws busy */
  take(user: string, chars: number): () => void {
    const own = this.#taken.get(user) ?? 0;
    if (this.#all + chars > MAX_CHARS.all || own + chars > MAX_CHARS.each) {
      throw new SluiceError('busy', 'Too many long searches are under way. Try again.', { retryAfter: WAIT_MS });
    }
    this.#change(user, chars);
    let isTaken = true;
    return () => {
      if (isTaken) this.#change(user, -chars);
      isTaken = false;
    };
  }

  #change(user: string, chars: number): void {
    const own = (this.#taken.get(user) ?? 0) + chars;
    this.#all += chars;
    if (own > 0) this.#taken.set(user, own);
    else this.#taken.delete(user);
  }
}

/** One that comes has room for as long as it may be. */
type Coming = { id: number; parts: string[]; chars: number; giveBack: () => void };
type Kept = { search: Search; giveBack: () => void; last?: { key: string; asked: Asked } };

/** The long searches of one socket, by their digests: what a ticket that holds a digest means. */
export class Searches {
  readonly #user: string;
  readonly #room: SearchRoom;
  readonly #kept = new Map<string, Kept>();
  #coming: Coming | undefined;
  /** The one that was refused: its other parts are on their way all the same. */
  #refused: number | undefined;
  #closed = false;

  constructor(user: string, room: SearchRoom) {
    this.#user = user;
    this.#room = room;
  }

  /** A part has come; one of another number begins anew. @returns the text with the last one @throws too_large, busy */
  add({ id, part, last }: { id: number; part: string; last: boolean }): string | undefined {
    if (this.#refused === id) return undefined;
    if (this.#coming?.id !== id) this.#drop();
    const coming = this.#coming ?? this.#begin(id);
    this.#coming = coming;
    coming.chars += part.length;
    coming.parts.push(part);
    const isTooLong = coming.chars > MAX_SEARCH_CHARS;
    if (last || isTooLong) this.#drop();
    if (!isTooLong) return last ? coming.parts.join('') : undefined;
    this.#refused = id;
    throw new SluiceError('too_large', 'The search is too long. Shorten it.');
  }

  #begin(id: number): Coming {
    this.#refused = id;
    const giveBack = this.#room.take(this.#user, MAX_SEARCH_CHARS);
    this.#refused = undefined;
    return { id, parts: [], chars: 0, giveBack };
  }

  #drop(): void {
    this.#coming?.giveBack();
    this.#coming = undefined;
  }

  /** Reads a search and keeps it. @returns its digest @throws bad_request, busy */
  async take(text: string): Promise<string> {
    return this.keep(readSearch(text));
  }

  /** @returns the search's digest @throws busy */
  async keep(search: Search): Promise<string> {
    const text = JSON.stringify(search);
    const digest = await digestOf(text);
    if (this.#closed || this.#kept.has(digest)) return digest;
    const [oldest] = this.#kept;
    if (this.#kept.size >= MAX_KEPT && oldest) {
      oldest[1].giveBack();
      this.#kept.delete(oldest[0]);
    }
    this.#kept.set(digest, { search, giveBack: this.#room.take(this.#user, text.length) });
    return digest;
  }

  /** @throws bad_request where it was not sent on this socket */
  get(digest: string): Search {
    const kept = this.#kept.get(digest);
    if (kept) return kept.search;
    throw new SluiceError('bad_request', 'The search of this digest was not sent on this socket. Send it first.');
  }

  /** What a ticket means that holds a digest. @throws ticket_invalid where its search was not sent on this socket */
  meant({ digest, fix }: { digest: string; fix: Fix }): Asked {
    const kept = this.#kept.get(digest);
    if (!kept) {
      const message = 'The search that this ticket was made for was not sent on this socket. Start the export anew.';
      throw new SluiceError('ticket_invalid', message);
    }
    const key = JSON.stringify(fix);
    // All tickets of an export have one fix.
    if (kept.last?.key !== key) kept.last = { key, asked: fixed(kept.search, fix) };
    return kept.last.asked;
  }

  /** The socket has ended. */
  close(): void {
    this.#closed = true;
    this.#drop();
    for (const { giveBack } of this.#kept.values()) giveBack();
    this.#kept.clear();
  }
}

/** @throws bad_request, naming the first thing that is wrong */
function readSearch(text: string): Search {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SluiceError('bad_request', 'The search is not JSON.');
  }
  const parsed = v.safeParse(searchSchema, json, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SluiceError('bad_request', `The search cannot be read: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** Of a search that was parsed, so that its names stand in one order. */
async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
}
