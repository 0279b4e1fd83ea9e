import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';

/**
 * A page's bytes as binary frames: its number, then up to `payload` bytes. Small pieces are put together, because a frame
 * costs the browser about as much whatever its size. A frame is a buffer of its own: the socket may still hold it.
 */
export async function* framesOf(
  body: AsyncIterable<Uint8Array>,
  { id, payload }: { id: number; payload: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let frame = newFrame(id, payload);
  let filled = FRAME_HEADER_BYTES;
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + frame.length - filled);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < frame.length) continue;
      yield frame;
      frame = newFrame(id, payload);
      filled = FRAME_HEADER_BYTES;
    }
  }
  if (filled > FRAME_HEADER_BYTES) yield frame.slice(0, filled);
}

function newFrame(id: number, payload: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload);
  new DataView(frame.buffer).setUint32(0, id);
  return frame;
}
