import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CARRIED_HEAD_BYTES, MAX_CARRIED_BYTES } from '../../../shared/carrier.ts';
import { CarriedFrames } from './carried-frames.ts';

function bytesOf(frames: readonly { kind: number; carried: Uint8Array }[]): Uint8Array {
  return Buffer.concat(
    frames.flatMap(({ kind, carried }) => {
      const head = Buffer.alloc(CARRIED_HEAD_BYTES);
      head[0] = kind;
      head.writeUInt32BE(carried.length, 1);
      return [head, carried];
    }),
  );
}

const frame = fc.record({ kind: fc.integer({ min: 0, max: 255 }), carried: fc.uint8Array({ maxLength: 40 }) });

it('gives the frames that were sent, wherever their bytes were cut', () => {
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.nat({ max: 30 })), (frames, lengths) => {
      const bytes = bytesOf(frames);
      const taken: { kind: number; carried: Uint8Array }[] = [];
      const reader = new CarriedFrames();
      let at = 0;
      for (const length of [...lengths, bytes.length]) {
        reader.add(bytes.subarray(at, at + length), (one) => taken.push(one));
        at += length;
      }
      expect(taken.map(({ kind, carried }) => [kind, [...carried]])).toEqual(
        frames.map(({ kind, carried }) => [kind, [...carried]]),
      );
      // What is handed on as an ArrayBuffer holds nothing else.
      for (const { carried } of taken) expect(carried.buffer.byteLength).toBe(carried.length);
    }),
  );
});

it('takes no memory for a frame that no proxy sends', () => {
  const head = Buffer.alloc(CARRIED_HEAD_BYTES);
  head.writeUInt32BE(MAX_CARRIED_BYTES + 1, 1);
  expect(() => new CarriedFrames().add(head, () => {})).toThrow(RangeError);
});
