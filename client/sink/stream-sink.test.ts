import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FromDownload, makeStreamSink, type ToDownload } from './stream-sink.ts';

const KIB = 1024;
const LETTERS = Uint8Array.from({ length: 3 * KIB * KIB }, (_, i) => (i * 7 + (i >> 8)) % 251);

/** The other end of a download's port, which takes its time; it looks at nothing that it has not been given whole. */
function makeDownload({ waits = [0], breaksAfter = Number.POSITIVE_INFINITY } = {}) {
  const { port1, port2 } = new MessageChannel();
  const say = (said: FromDownload) => port2.postMessage(said);
  const found = { bytes: [] as Uint8Array[], underWay: 0, most: 0, aborted: false };
  // As StreamSaver does when the browser asks for the file.
  port2.postMessage({ debug: 'Download started' });
  let turns = 0;
  let taken = Promise.resolve();
  const take = async (bytes: Uint8Array) => {
    await sleep(waits[turns++ % waits.length]);
    if (turns > breaksAfter) return say({ broken: true });
    found.bytes.push(bytes);
    found.underWay -= bytes.byteLength;
    say({ taken: bytes.byteLength });
  };
  port2.onmessage = ({ data }: MessageEvent<ToDownload>) => {
    if ('bytes' in data) {
      found.underWay += data.bytes.byteLength;
      found.most = Math.max(found.most, found.underWay);
      taken = taken.then(() => take(data.bytes));
    } else if ('end' in data) taken = taken.then(() => say({ whole: true }));
    else found.aborted = true;
  };
  const end = () => {
    port1.close();
    port2.close();
  };
  return { sink: makeStreamSink(port1), found, end };
}

const piece = fc.record({
  from: fc.nat(KIB * KIB),
  bytes: fc.oneof(fc.nat(100), fc.nat(200 * KIB), fc.integer({ min: 500 * KIB, max: 2 * KIB * KIB })),
  isGiven: fc.boolean(),
  isPart: fc.boolean(),
});

it('gives on what it gets, in its order, whatever it may keep of it and however slowly it is taken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 25 }),
      fc.array(fc.nat(2), { minLength: 1 }),
      async (pieces, waits) => {
        const { sink, found, end } = makeDownload({ waits });
        const wanted: Uint8Array[] = [];
        for (const { from, bytes, isGiven, isPart } of pieces) {
          const own = LETTERS.slice(from, from + bytes);
          const given = isPart ? own.subarray(1) : own;
          wanted.push(given.slice());
          await sink.write(given, isGiven);
          // What was not given away may be used again at once.
          if (!isGiven) given.fill(255);
        }
        await sink.close(async () => {});
        end();
        expect(Buffer.concat(found.bytes).equals(Buffer.concat(wanted))).toBe(true);
        expect(found.most).toBeLessThanOrEqual(5 * KIB * KIB);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

it('waits for no more than what is on its way: little goes out at once', async () => {
  const { sink, found, end } = makeDownload();
  await sink.write(Uint8Array.of(1, 2));
  await expect.poll(() => found.bytes.length).toBe(1);
  await sink.write(Uint8Array.of(3));
  await expect.poll(() => found.bytes.length).toBe(2);
  end();
});

it('tells that the download was broken off, to whoever writes or ends it', async () => {
  const { sink, end } = makeDownload({ breaksAfter: 1 });
  const all = async () => {
    for (let i = 0; i < 20; i++) await sink.write(LETTERS.slice(0, KIB * KIB), true);
  };
  await expect(all()).rejects.toThrow('broken off');
  await expect(sink.close(async () => {})).rejects.toThrow('broken off');
  end();
});

it('breaks the download off where the file will not be whole', async () => {
  const { sink, found, end } = makeDownload();
  await sink.abort(new Error('cancelled'));
  await expect.poll(() => found.aborted).toBe(true);
  end();
});
