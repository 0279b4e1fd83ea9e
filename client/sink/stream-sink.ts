import type { Sink } from './sink.ts';

/** A stream on its way to another thread copies the whole buffer behind each view, so pieces are cut out and kept small. */
const PIECE_BYTES = 1024 * 1024;

/**
 * A sink over a stream that was handed to this thread: a StreamSaver download. Such a stream says that it is closed as soon as it was told to; `whenClosed` tells when the file really is.
 */
export function makeStreamSink(file: WritableStream<Uint8Array>, whenClosed: () => Promise<void>): Sink {
  const writer = file.getWriter();
  // The stream may break while nobody writes; the next write tells.
  writer.closed.catch(() => {});
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) await writer.write(bytes.slice(at, at + PIECE_BYTES));
    },
    async close() {
      await writer.close();
      await whenClosed();
    },
    abort: (reason) => writer.abort(reason),
  };
}
