import { ByteBuffer, CLOSE_BRACKET, COMMA, malformed, QUOTE } from '../../../shared/json/bytes.ts';
import { skipSpace, skipString } from '../../../shared/json/skip.ts';
import { compareWithin } from './compare-bytes.ts';
import { doubleCodec } from './keys/double.ts';
import { booleanCodec, integerCodec } from './keys/integer.ts';
import { ipCodec } from './keys/ip.ts';
import type { RawValue, ValueCodec } from './keys/put-value.ts';
import { textCodec } from './keys/text.ts';
import { putCount } from './keys/whole-number.ts';
import { type Parts, type SortValues, startOf } from './parts.ts';
import type { SortKey } from './sort-key.ts';

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
 * @param place where the rows come from
 */
export function makeKeyEncoder(keys: readonly SortKey[], place: RowPlace): KeyEncoder {
  const columns = keys.map(columnOf);
  const tail = new ByteBuffer(16);
  putCount(place.index, tail);
  putCount(place.shard, tail);
  const value: RawValue = { bytes: tail.bytes, from: 0, to: 0 };
  const other: RawValue = { ...value };

  return ({ values, seqNos }) => {
    const count = values.ends.length;
    const out = new ByteBuffer(count * 24 + 64);
    const ends = new Uint32Array(count);
    value.bytes = values.bytes;
    other.bytes = values.bytes;
    for (let row = 0; row < count; row++) {
      const stop = values.ends[row] as number;
      let at = startOf(values, row);
      for (const column of columns) {
        at = cut(value, at, stop);
        if (!column.missing) at = cut(other, at, stop);
        const isMissing = column.missing ? isSame(value, column.missing) : !isSame(value, other);
        if (isMissing) putMissing(column.codec, out);
        else putValue(column, value, out);
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

/** A key as it is needed for each row. */
type Column = { codec: ValueCodec; isDescending: boolean; missing: RawValue | undefined };

function columnOf(key: SortKey): Column {
  const text = key.missing === undefined ? undefined : new TextEncoder().encode(key.missing);
  return {
    codec: codecOf(key.type),
    isDescending: key.order === 'desc',
    missing: text && { bytes: text, from: 0, to: text.length },
  };
}

function codecOf(type: SortKey['type']): ValueCodec {
  if (type === 'keyword' || type === 'version') return textCodec;
  if (type === 'ip') return ipCodec;
  if (type === 'boolean') return booleanCodec();
  if (type === 'double' || type === 'float' || type === 'half_float') return doubleCodec;
  return integerCodec();
}

function isSame(a: RawValue, b: RawValue): boolean {
  return compareWithin(a.bytes, a.from, a.to, b.bytes, b.from, b.to) === 0;
}

function putMissing({ missingBytes }: ValueCodec, out: ByteBuffer): void {
  out.reserve(missingBytes);
  out.bytes.fill(0xff, out.length, out.length + missingBytes);
  out.length += missingBytes;
}

function putValue({ codec, isDescending }: Column, value: RawValue, out: ByteBuffer): void {
  const from = out.length;
  codec.put(value, out);
  if (!isDescending) return;
  const { bytes } = out;
  for (let i = from; i < out.length; i++) bytes[i] = (bytes[i] as number) ^ 0xff;
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
