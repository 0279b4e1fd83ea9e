import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RawCells, TEXT } from '../../scan/cells/raw-cells.ts';
import { XlsxCellWriter } from './cell-writer.ts';
import { escaped } from './xml-text.ts';

const BAD = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x80, 0x80, 0x80]];
const GOOD = ['a', '가', '한', '\ud7ff', '\ue000', '\ufffd', '\ufffe', '🙂', '\u{10ffff}', '_x0041', '\r', '\ufeff'];
const anyBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(...BAD),
      fc.constantFrom(...GOOD).map((text) => [...new TextEncoder().encode(text)]),
      fc.nat(255).map((byte) => [byte]),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.flat());

/** The XML of a cell of text with these bytes. */
function xmlOf(value: readonly number[]): Uint8Array {
  const cells = new RawCells(new Uint8Array([value.length * 8 + TEXT, 0, 0, 0, ...value]));
  cells.next();
  const writer = new XlsxCellWriter('UTC');
  expect(writer.write('text', cells)).toBe(true);
  return writer.out.bytes.subarray(0, writer.out.length);
}

describe('a cell of text', () => {
  it('is UTF-8 whatever the document holds: a byte that is none becomes U+FFFD, and all else is kept', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
    fc.assert(
      fc.property(
        anyBytes.filter(({ length }) => length < 32),
        (value) => {
          const text = escaped(lenient.decode(new Uint8Array(value))).replaceAll('&quot;', '"');
          const found = strict.decode(xmlOf(value)).replaceAll('&quot;', '"');
          expect(found).toBe(`<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
