import type { Bytes } from '../encoder.ts';
import { type Compression, pack } from './pack.ts';
import { CompactWriter } from './thrift.ts';

const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
export const PLAIN = 0;
export const RLE = 3;
export const RLE_DICTIONARY = 8;

/** A page as it stands in the file, and its bytes before they were packed, head and all. */
export type Page = {
  readonly parts: readonly [head: Bytes, body: Bytes];
  readonly length: number;
  readonly unpacked: number;
};

/** Of version 1, which every reader knows. `values`: with those that are null. */
export function dataPage(
  body: Bytes,
  { values, encoding }: { values: number; encoding: number },
  compression: Compression,
): Page {
  return page(body, compression, (out) => {
    out.struct(5);
    out.i32(1, values);
    out.i32(2, encoding);
    out.i32(3, RLE);
    out.i32(4, RLE);
    out.end();
  });
}

export function dictionaryPage(body: Bytes, values: number, compression: Compression): Page {
  return page(
    body,
    compression,
    (out) => {
      out.struct(7);
      out.i32(1, values);
      out.i32(2, PLAIN);
      out.end();
    },
    DICTIONARY_PAGE,
  );
}

function page(body: Bytes, compression: Compression, fill: (out: CompactWriter) => void, type = DATA_PAGE): Page {
  const packed = pack(body, compression);
  const out = new CompactWriter();
  out.item();
  out.i32(1, type);
  out.i32(2, body.length);
  out.i32(3, packed.length);
  fill(out);
  out.end();
  const head = out.bytes;
  return { parts: [head, packed], length: head.length + packed.length, unpacked: head.length + body.length };
}
