import { SluiceError } from '../../shared/errors.ts';
import { MEMORY_FILE_BYTES } from './memory-limit.ts';
import type { Sink } from './sink.ts';

/** The browser's own file is one, whatever is in it: no browser puts another ending behind the name. */
const TYPE = 'application/octet-stream';

/**
 * A sink over a file that is gathered in memory, in the worker, and given to the page when it is whole (`openMemoryDownload`). The bytes
 * are the browser's, outside of the worker's own memory. @throws memory_full past `mostBytes`, and where the browser has let go of some
 */
export function makeMemorySink(port: MessagePort, mostBytes = MEMORY_FILE_BYTES): Sink {
  let pieces: Blob[] = [];
  let given = 0;
  const saved = new Promise<void>((resolve) => {
    port.onmessage = ({ data }) => data.whole && resolve();
  });
  const free = () => {
    pieces = [];
  };
  return {
    async write(bytes) {
      given += bytes.byteLength;
      if (given > mostBytes) {
        free();
        throw new SluiceError('memory_full', 'The file is larger than what can be gathered in memory here.');
      }
      pieces.push(new Blob([bytes]));
    },
    async close(turn) {
      const file = new Blob(pieces, { type: TYPE });
      if ((await readableBytes(file, turn)) !== given) {
        throw new SluiceError('memory_full', 'The browser has not kept all of the file in memory.');
      }
      port.postMessage({ file });
      await saved;
      free();
    },
    async abort() {
      free();
    },
  };
}

/** Read through once: a browser that has no room for a blob says so only to who reads it. */
async function readableBytes(file: Blob, turn: () => Promise<void>): Promise<number> {
  const reader = file.stream().getReader();
  const next = () =>
    reader.read().catch((cause: unknown) => {
      throw new SluiceError('memory_full', 'The browser has not kept the file in memory.', { cause });
    });
  for (let bytes = 0; ; ) {
    await turn();
    const { done, value } = await next();
    if (done) return bytes;
    bytes += value.byteLength;
  }
}
