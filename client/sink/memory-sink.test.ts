import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeMemorySink } from './memory-sink.ts';

const noTurn = async () => {};

/** The page's side: takes the file, and says so. */
function makePage() {
  const { port1, port2 } = new MessageChannel();
  const page: { file?: Blob; port: MessagePort; close(): void } = { port: port1, close: () => port2.close() };
  port2.onmessage = ({ data }) => {
    page.file = data.file;
    port2.postMessage({ whole: true });
  };
  return page;
}

it('gives away all bytes in their order, whatever becomes of the buffers they came in', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pieces, async (given) => {
      const page = makePage();
      const sink = makeMemorySink(page.port, 100_000);
      for (const piece of given) {
        const bytes = new Uint8Array(piece);
        await sink.write(bytes);
        bytes.fill(0xff);
      }
      await sink.close(noTurn);
      page.close();
      const all = new Uint8Array(await (page.file as Blob).arrayBuffer());
      expect([...all]).toEqual(given.flatMap((piece) => [...piece]));
    }),
  );
});

it('takes as much as it may hold, and fails at the first byte more; the page gets nothing then', async () => {
  const page = makePage();
  const sink = makeMemorySink(page.port, 10);
  await sink.write(new Uint8Array(10));
  await expect(sink.write(new Uint8Array(1))).rejects.toMatchObject({ code: 'memory_full', retryable: false });
  await sink.abort(undefined);
  expect(page.file).toBeUndefined();
  page.close();
});

it('stops while it looks through the file, where the export is stopped', async () => {
  const page = makePage();
  const sink = makeMemorySink(page.port, 10);
  await sink.write(new Uint8Array(10));
  const stopped = new Error('cancelled');
  await expect(sink.close(() => Promise.reject(stopped))).rejects.toBe(stopped);
  expect(page.file).toBeUndefined();
  page.close();
});
