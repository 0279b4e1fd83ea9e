import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../../../tests/support/sha256.ts';
import type { Bytes, EncoderState } from '../encoder.ts';
import { makeFormat } from '../formats.ts';
import { hashEncoders } from './hash-encoder.ts';
import { makeSha256 } from './sha256.ts';

const utf8 = new TextEncoder();
const rows = (text: string): Bytes => utf8.encode(`,\n${JSON.stringify(text)}`);
const makeInner = makeFormat({ kind: 'json' }).makeEncoder;
const makeEncoder = hashEncoders(makeInner, await makeSha256());

/** A file's first row, and from where a later run goes on. */
function begun(make = makeEncoder): { bytes: Bytes[]; state: EncoderState } {
  const encoder = make();
  const out = encoder.append(rows('a'));
  const { bytes, state } = encoder.flush();
  return { bytes: [...out, ...bytes], state: structuredClone(state) };
}

function goOn(state: EncoderState, make = makeEncoder) {
  const encoder = make(state);
  const bytes = [...encoder.append(rows('b')), ...encoder.finish()];
  return { bytes, sha256: encoder.report?.sha256 };
}

describe('the hash of a file', () => {
  it('is of all its bytes, also of those that an earlier run made, as often as a run goes on from there', () => {
    const { bytes, state } = begun();
    for (const _ of ['once', 'again']) {
      const rest = goOn(structuredClone(state));
      const file = Buffer.concat([...bytes, ...rest.bytes]);
      expect(JSON.parse(file.toString())).toEqual(['a', 'b']);
      expect(rest.sha256).toBe(sha256Of(file));
    }
    expect(makeEncoder().report?.sha256).toBeUndefined();
  });

  it.each<[string, (state: EncoderState) => EncoderState]>([
    ['an older release began it', () => begun(makeInner).state],
    ['its state is none of this hash', (state) => ({ ...state, sha256: new Uint8Array(116) })],
    ['its state is cut off', (state) => ({ ...state, sha256: new Uint8Array(3) })],
  ])('is missing where %s, and the file is whole', (_, change) => {
    const { bytes, state } = begun();
    const rest = goOn(change(state));
    expect(JSON.parse(Buffer.concat([...bytes, ...rest.bytes]).toString())).toEqual(['a', 'b']);
    expect(rest.sha256).toBeUndefined();
  });

  it('is missing where there is nothing to make it with, and the file is whole', () => {
    const none = hashEncoders(makeInner, undefined);
    const { bytes, state } = begun();
    const rest = goOn(state, none);
    expect(JSON.parse(Buffer.concat([...bytes, ...rest.bytes]).toString())).toEqual(['a', 'b']);
    expect(rest.sha256).toBeUndefined();
  });

  it('hides no state that the file’s own encoder cannot go on from', () => {
    const { state } = begun();
    const lost = expect.objectContaining({ code: 'checkpoint_lost' });
    for (const wrong of [{}, { ...state, file: {} }]) expect(() => makeEncoder(wrong)).toThrow(lost);
  });
});
