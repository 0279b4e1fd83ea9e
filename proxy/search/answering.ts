import type { Context } from 'hono';
import type { Clock } from '../base/ports.ts';
import type { AssertRoom } from '../edges/room.ts';
import { type TurnLimits, Turns } from '../edges/turns.ts';

/** Calls that wait for a turn, of one person and of all; each holds what it asks for, 256 KiB at most, or has one of the turns for more. */
const WAITING = { waiting: 150, waitingEach: 50 };
/** Answers up to this many bytes go out with no more ado: any connection may hold as much. */
const SMALL_BYTES = 64 * 1024;
/** Larger ones hold their turn until they were taken, which may take so long: ms. */
const TAKE_MS = 60_000;

/** What is asked for: the bound of its answers decides how many there may be at once. */
export type Kind = 'rows' | 'figures' | 'lists';

export type Asked = {
  signal: AbortSignal;
  /** Waits until an answer may be held that is larger than others: one at a time in the process. @throws busy, the signal's reason */
  takeHeavy(): Promise<void>;
};
type Work = (asked: Asked) => Promise<Uint8Array<ArrayBuffer> | object>;
type Options = {
  searchesAtOnce: number;
  clock: Clock;
  assertRoom: AssertRoom;
  /** Requests cannot wait for each other here, and one whose client is gone ends without a word: there are no turns. */
  alone?: boolean | undefined;
};

/** Answers a call when it is its user's turn. @throws busy, the signal's reason, and what `work` throws */
export type Answer = (c: Context, call: { kind: Kind; user: string; work: Work }) => Promise<Response>;

/**
 * How all calls are answered that ask OpenSearch something: so many at once in the process and for each user, each of
 * them with answers of bounded size, so that the memory they take is bounded; not past the limit of memory; and held back
 * for a client that takes its answer slowly.
 */
export function makeAnswer({ searchesAtOnce: most, clock, assertRoom, alone }: Options): Answer {
  const makeTurns = (limits: TurnLimits) => new Turns(alone ? { atOnce: Infinity } : { ...WAITING, ...limits });
  const turns: Record<Kind, Turns> = {
    rows: makeTurns(shared(most, 6)),
    // Much smaller than rows, and the page asks for more of them at once.
    figures: makeTurns(shared(2 * most, 12)),
    lists: makeTurns(shared(Math.ceil(most / 3), 2)),
  };
  const heavy = makeTurns({ atOnce: 1, waiting: 3, waitingEach: 1 });
  return async (c, { kind, user, work }) => {
    const { signal } = c.req.raw;
    assertRoom();
    const ends = [await turns[kind].take(user, signal)];
    const end = () => {
      for (const one of ends.splice(0)) one();
    };
    let heavyTaken = false;
    const takeHeavy = async () => {
      if (heavyTaken) return;
      ends.push(await heavy.take(user, signal));
      heavyTaken = true;
    };
    try {
      // Others have begun while this one waited.
      assertRoom();
      const answer = await work({ signal, takeHeavy });
      const bytes = answer instanceof Uint8Array ? answer : new TextEncoder().encode(JSON.stringify(answer));
      const isSmall = bytes.length <= SMALL_BYTES;
      const body = isSmall ? bytes : heldBody(bytes, { signal, clock, end });
      if (isSmall) end();
      return c.body(body, 200, { 'content-type': 'application/json' });
    } catch (error) {
      end();
      throw error;
    }
  };
}

/** Nobody has all of the turns. */
function shared(atOnce: number, each: number): { atOnce: number; each: number } {
  return { atOnce, each: Math.max(1, Math.min(each, Math.floor(atOnce / 2))) };
}

/** Hono's adapter for Node takes an error with this code for the client's doing, and tells it in one line. */
const LEFT_EARLY = { code: 'ERR_STREAM_PREMATURE_CLOSE' };

/** A body that is given out as it is taken. `end`: it was, or nobody will take it any more. */
function heldBody(
  bytes: Uint8Array<ArrayBuffer>,
  { signal, clock, end }: { signal: AbortSignal; clock: Clock; end: () => void },
): ReadableStream<Uint8Array> {
  let at = 0;
  let done = end;
  const stream: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      const off = clock.after(TAKE_MS, () => {
        controller.error(Object.assign(new Error('The answer was not taken in time.'), LEFT_EARLY));
        done();
      });
      done = () => {
        off();
        signal.removeEventListener('abort', done);
        end();
      };
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    },
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + SMALL_BYTES));
      at += SMALL_BYTES;
      if (at < bytes.length) return;
      controller.close();
      done();
    },
    cancel: () => done(),
  };
  return new ReadableStream(stream, { highWaterMark: 0 });
}
