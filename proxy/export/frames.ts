import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';

type Frame = Uint8Array<ArrayBuffer>;

/** Frame buffers used over and over: made anew, quarter megabytes at a time, they are what the proxy's memory grows by. */
export class FramePool {
  readonly #free: Frame[] = [];
  readonly #bytes: number;
  readonly #kept: number;

  /** @param payload bytes a frame carries @param kept buffers held while nobody needs them */
  constructor(payload: number, kept: number) {
    this.#bytes = FRAME_HEADER_BYTES + payload;
    this.#kept = kept;
  }

  take(): Frame {
    return this.#free.pop() ?? new Uint8Array(this.#bytes);
  }

  /** Nobody needs them for a while. */
  empty(): void {
    this.#free.length = 0;
  }

  /** Only what the client has acknowledged, or was never sent: the socket may hold the rest. */
  give(frame: Frame): void {
    if (frame.length === this.#bytes && this.#free.length < this.#kept) this.#free.push(frame);
  }
}

/**
 * A page's bytes as binary frames: its number, then up to as many bytes as the pool's frames carry. Small pieces are put
 * together, because a frame costs the browser about as much whatever its size.
 */
export async function* framesOf(
  body: AsyncIterable<Uint8Array>,
  { id, pool }: { id: number; pool: FramePool },
): AsyncGenerator<Frame> {
  let frame = numbered(pool.take(), id);
  let filled = FRAME_HEADER_BYTES;
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + frame.length - filled);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < frame.length) continue;
      yield frame;
      frame = numbered(pool.take(), id);
      filled = FRAME_HEADER_BYTES;
    }
  }
  const last = frame.slice(0, filled);
  pool.give(frame);
  if (last.length > FRAME_HEADER_BYTES) yield last;
}

function numbered(frame: Frame, id: number): Frame {
  new DataView(frame.buffer).setUint32(0, id);
  return frame;
}
