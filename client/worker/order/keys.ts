import { ByteBuffer, CLOSE_BRACKET, COMMA, malformed, QUOTE } from '../../../shared/json/bytes.ts';
import { skipSpace, skipString } from '../../../shared/json/skip.ts';
import { doubleCodec } from './keys/double.ts';
import { integerCodec } from './keys/integer.ts';
import { ipCodec } from './keys/ip.ts';
import { momentCodec } from './keys/moment.ts';
import { numberCodec } from './keys/number.ts';
import type { RawValue, ValueCodec } from './keys/put-value.ts';
import { textCodec } from './keys/text.ts';
import { putCount } from './keys/whole-number.ts';
import { type Parts, type SortValues, startOf } from './parts.ts';
import { comparedAs, type SortKey } from './sort-key.ts';

/** Where rows come from. */
export type RowPlace = {
  /** The index's place among those of the export, by name: the same in every run of it. */
  readonly index: number;
  readonly shard: number;
};

/** Makes keys of rows' sort values, one a row. What it gives is the caller's to keep. @throws page_malformed */
export type KeyEncoder = (rows: SortValues) => Parts;

/**
 * Keys whose order as unsigned bytes is the order that OpenSearch sorts the values in: each value in turn, those of a
 * descending key inverted, missing ones last in either order. Behind them sequence number, index and shard make it total, and the
 * same in every run; but for the rows of a shrunk index that share a number, whose bytes decide (see `records.ts`).
 *
 * A value whose JSON is not of its key's type is an error: an order of guesses would be wrong without a word.
 *
 * @param keys as they are for the index that the rows come from
 */
export function makeKeyEncoder(keys: readonly SortKey[], place: RowPlace): KeyEncoder {
  const codecs = keys.map((key) => ({ ...codecOf(key), isDescending: key.order === 'desc' }));
  const tail = new ByteBuffer(16);
  putCount(place.index, tail);
  putCount(place.shard, tail);
  const value: RawValue = { bytes: new Uint8Array(0), from: 0, to: 0 };

  return ({ values, seqNos }) => {
    const count = values.ends.length;
    const out = new ByteBuffer(count * 24 + 64);
    const ends = new Uint32Array(count);
    value.bytes = values.bytes;
    for (let row = 0; row < count; row++) {
      const stop = values.ends[row] as number;
      let at = startOf(values, row);
      for (const codec of codecs) {
        at = cut(value, at, stop);
        putKey(codec, value, out);
      }
      if (skipSpace(values.bytes, at, stop) < stop) throw malformed('a row has more sort values than were asked for');
      putCount(seqNos[row] as number, out);
      out.reserve(tail.length);
      out.copy(tail.bytes, 0, tail.length);
      ends[row] = out.length;
    }
    return { bytes: out.bytes.subarray(0, out.length), ends };
  };
}

function codecOf(key: SortKey): ValueCodec {
  const as = key.as ?? comparedAs([key.type]);
  const whole = { ...key, as };
  if (as === 'integer') return integerCodec(whole);
  if (as === 'moment') return momentCodec(whole);
  if (as === 'number') return numberCodec(whole);
  if (as === 'text') return textCodec;
  if (as === 'ip') return ipCodec;
  return doubleCodec(whole);
}

function putKey(codec: ValueCodec & { isDescending: boolean }, value: RawValue, out: ByteBuffer): void {
  const from = out.length;
  if (!codec.put(value, out)) {
    out.reserve(codec.missingBytes);
    out.bytes.fill(0xff, from, from + codec.missingBytes);
    out.length = from + codec.missingBytes;
  } else if (codec.isDescending) {
    const { bytes } = out;
    for (let i = from; i < out.length; i++) bytes[i] = (bytes[i] as number) ^ 0xff;
  }
}

/** Sets `value` to the one at `at`, and gives the index after it and its comma. @throws page_malformed */
function cut(value: RawValue, at: number, stop: number): number {
  const { bytes } = value;
  const from = skipSpace(bytes, at, stop);
  let to = from;
  if (bytes[from] === QUOTE && from < stop) to = skipString(bytes, from + 1, stop);
  else while (to < stop && !isEnd(bytes[to] as number)) to++;
  if (to <= from || to > stop) throw malformed('a row has fewer sort values than were asked for');
  value.from = from;
  value.to = to;
  const after = skipSpace(bytes, to, stop);
  if (after === stop) return stop;
  if (bytes[after] !== COMMA) throw malformed('sort values are not apart by commas');
  return after + 1;
}

/** What cannot stand in a number or a word. */
function isEnd(byte: number): boolean {
  return byte <= 0x20 || byte === COMMA || byte === CLOSE_BRACKET;
}
