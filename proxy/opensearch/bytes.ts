import { SluiceError } from '../../shared/errors.ts';
import type { Body, Take } from './port.ts';

/** Whether bytes begin a gzip stream: its first two are 1f 8b, which no JSON text begins with. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Hands over a body's pieces, one after the other. @throws what `take` and the body throw */
export async function eachPiece(body: Body, take: Take): Promise<void> {
  if (body.each) return body.each(take);
  for await (const piece of body) await take(piece);
}

/** The same body, that tells of each piece before it is taken, and of its end. */
export function watched(body: Body, saw: (piece: Uint8Array) => void, ended: () => void): Body {
  return {
    async each(take) {
      await eachPiece(body, (piece) => {
        saw(piece);
        return take(piece);
      });
      ended();
    },
    async *[Symbol.asyncIterator]() {
      for await (const piece of body) {
        saw(piece);
        yield piece;
      }
      ended();
    },
  };
}

/** A body's bytes, inflated where it is gzip'd: the first `limit` of them at most. `whole`: there are no more. */
export async function readBytes(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let whole = true;
  for await (const piece of inflated(body)) {
    pieces.push(piece.subarray(0, limit - size));
    size += piece.length;
    whole = size <= limit;
    if (!whole) break;
  }
  return { bytes: joined(pieces), whole };
}

/** All of them, one behind the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * A whole body as text, inflated where it is gzip'd.
 * @param limit bytes, counted after inflating
 * @throws too_large, or whatever the body throws
 */
export async function readText(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const { bytes, whole } = await readBytes(body, limit);
  if (!whole) throw new SluiceError('too_large', 'The answer is larger than can be shown.');
  return new TextDecoder().decode(bytes);
}

/** As much of a body's text as fits into `limit` bytes; a body that breaks ends there. For error texts. */
export async function readHead(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let room = limit;
  try {
    for await (const bytes of inflated(body)) {
      text += decoder.decode(bytes.subarray(0, room), { stream: true });
      room -= bytes.length;
      if (room <= 0) break;
    }
  } catch {
    // What came before the break still tells most of it.
  }
  return text;
}

/** The bytes of a body, inflated where its first bytes say that it is gzip'd. */
async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let begin: Uint8Array = new Uint8Array();
  // A piece may be as short as it likes.
  while (begin.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    begin = joined([begin, next.value]);
  }
  if (begin.length === 0) return;
  const whole = resume(begin, iterator);
  yield* isGzip(begin) ? inflate(whole) : whole;
}

async function* inflate(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = toStream(body).pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function toStream(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: () => void iterator.return?.(),
  });
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
