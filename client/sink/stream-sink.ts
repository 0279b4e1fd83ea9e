import type { Sink } from './sink.ts';

/** A sink over a stream: a StreamSaver download, or a file that the person picked. */
export function makeStreamSink(file: WritableStream<Uint8Array>): Sink {
  const writer = file.getWriter();
  // The stream may break while nobody writes; the next write tells.
  writer.closed.catch(() => {});
  return {
    write: (bytes) => writer.write(bytes),
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  };
}
