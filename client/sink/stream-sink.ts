import type { Sink } from './sink.ts';

/** A stream on its way to another thread copies the whole buffer behind each view: a part of a larger one is cut out first. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** A sink over a download, in the worker: its bytes go to the service worker without a detour through the page. */
export function makeStreamSink(port: MessagePort): Sink {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  // Such a stream says that it is closed as soon as it was told to; the service worker says when the file is.
  const whole = new Promise<void>((resolve) => {
    port.onmessage = ({ data }) => data.whole && resolve();
  });
  port.postMessage({ readableStream: readable }, [readable]);
  const writer = writable.getWriter();
  // The stream may break while nobody writes; the next write tells.
  writer.closed.catch(() => {});
  return {
    async write(bytes) {
      if (bytes.byteLength === bytes.buffer.byteLength && bytes.byteLength <= PIECE_BYTES) return writer.write(bytes);
      for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) await writer.write(bytes.slice(at, at + PIECE_BYTES));
    },
    async close() {
      await writer.close();
      await whole;
    },
    abort: (reason) => writer.abort(reason),
  };
}
