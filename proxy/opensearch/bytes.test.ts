import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readBytes, readHead } from './bytes.ts';

const TEXT = '{"took":1,"hits":[]}';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

test.each([[[0]], [[1]], [[0, 0, 1, 0, 1]], [[0, 1]], [[2]], [[1, 1, 1]], [[]]])(
  'a body is inflated however short its first pieces are: %j',
  async (sizes) => {
    const gzip = gzipSync(TEXT);
    const { bytes, whole } = await readBytes(pieces(gzip, sizes), 1000);
    expect([new TextDecoder().decode(bytes), whole]).toEqual([TEXT, true]);
    expect(await readHead(pieces(gzip, sizes), 1000)).toBe(TEXT);
    expect(await readHead(pieces(Buffer.from(TEXT), sizes), 1000)).toBe(TEXT);
  },
);

test.each(['', '1', '\u001f'])('a body of %j is passed on as it is', async (text) => {
  expect(await readHead(pieces(Buffer.from(text), [0, 1]), 1000)).toBe(text);
});
