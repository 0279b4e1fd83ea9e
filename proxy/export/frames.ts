import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';

export type Frame = Uint8Array<ArrayBuffer>;

/** Frame buffers that all sockets together keep while nobody needs them: 16 MB. */
const MAX_FREE = 64;
let free = 0;

/**
 * Frame buffers used over and over: made anew, quarter megabytes at a time, they are what the proxy's memory grows by, and
 * what its collector is called for. Each socket has its own: what a client says that it has had, it may not have had.
 */
export class FramePool {
  readonly #free: Frame[] = [];
  readonly #bytes: number;
  #closed = false;

  /** @param payload bytes a frame carries */
  constructor(payload: number) {
    this.#bytes = FRAME_HEADER_BYTES + payload;
  }

  take(): Frame {
    const frame = this.#free.pop();
    if (!frame) return new Uint8Array(this.#bytes);
    free -= 1;
    return frame;
  }

  /** Nobody needs them for a while. */
  empty(): void {
    free -= this.#free.length;
    this.#free.length = 0;
  }

  /** Nobody needs them any more: what is given back from now on is let go. */
  close(): void {
    this.empty();
    this.#closed = true;
  }

  /** Only what the runtime has sent, or the client has acknowledged, or was never sent: the socket may hold the rest. */
  give(frame: Frame): void {
    if (this.#closed || free >= MAX_FREE) return;
    free += 1;
    this.#free.push(new Uint8Array(frame.buffer));
  }
}

/** Frames of one page until the runtime has sent them, where it tells, or the client has acknowledged them: also after the page's end. */
export class SentFrames {
  readonly #sent: { frame: Frame; upTo: number }[] = [];
  readonly #pool: FramePool;

  constructor(pool: FramePool) {
    this.#pool = pool;
  }

  get left(): number {
    return this.#sent.length;
  }

  /** @param upTo the page's bytes with this frame's */
  add(frame: Frame, upTo: number): void {
    this.#sent.push({ frame, upTo });
  }

  /** @param bytes of the page that nobody needs here any more, in all */
  free(bytes: number): void {
    for (let first = this.#sent[0]; first && first.upTo <= bytes; first = this.#sent[0]) {
      this.#sent.shift();
      this.#pool.give(first.frame);
    }
  }
}

/** What a frame carries. */
export function payloadOf(frame: Frame): Frame {
  return frame.subarray(FRAME_HEADER_BYTES);
}

/**
 * A page's bytes as binary frames: its number, then up to as many bytes as the pool's frames carry. Small pieces are put
 * together, because a frame costs the browser about as much whatever its size.
 */
export class FrameFiller {
  readonly #id: number;
  readonly #pool: FramePool;
  #frame: Frame | undefined;
  #filled = 0;

  constructor({ id, pool }: { id: number; pool: FramePool }) {
    this.#id = id;
    this.#pool = pool;
  }

  /** Copies the piece, and gives each frame that it fills. */
  fill(bytes: Uint8Array, full: (frame: Frame) => void): void {
    for (let at = 0; at < bytes.length; ) {
      const frame = this.#frame ?? this.#begin();
      const room = frame.length - this.#filled;
      const piece = at === 0 && bytes.length <= room ? bytes : bytes.subarray(at, at + room);
      frame.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < frame.length) return;
      this.#frame = undefined;
      full(frame);
    }
  }

  /** Gives what is left, if anything is. */
  end(last: (frame: Frame) => void): void {
    const frame = this.#frame;
    this.#frame = undefined;
    if (frame) last(frame.subarray(0, this.#filled));
  }

  #begin(): Frame {
    const frame = this.#pool.take();
    new DataView(frame.buffer).setUint32(0, this.#id);
    this.#frame = frame;
    this.#filled = FRAME_HEADER_BYTES;
    return frame;
  }
}
