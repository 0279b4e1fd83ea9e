import { expect, it } from 'vitest';
import { asNumber, isoTime, readColumn } from './column-answer.ts';

it.each([
  ['1577934245678', false, '2020-01-02T03:04:05.678Z'],
  ['0', false, '1970-01-01T00:00:00Z'],
  ['-1', false, '1969-12-31T23:59:59.999Z'],
  ['-65322892800000', false, '-000100-01-01T00:00:00Z'],
  ['9223372036854775807', false, '9223372036854775807'],
  ['1577934245123456789', true, '2020-01-02T03:04:05.123456789Z'],
  ['-1', true, '1969-12-31T23:59:59.999999999Z'],
  ['1577934245000000000', true, '2020-01-02T03:04:05Z'],
])('%s (nanoseconds: %s) is %s', (digits, isNanos, iso) => {
  expect(isoTime(digits, isNanos)).toBe(iso);
});

it.each([
  ['0.10000000149011612', 'float', '0.1'],
  ['0.0999755859375', 'half_float', '0.099975586'],
  ['1.0E300', 'double', '1e+300'],
  ['9007199254740993', 'double', '9007199254740992'],
  ['-0.0', 'float', '-0'],
])('%s of the type %s is written as %s', (text, type, shown) => {
  expect(asNumber(text, type)).toBe(shown);
});

it('figures that contradict each other are not told', () => {
  const asked = { ...{ field: 'k', type: 'keyword', path: undefined, isKept: true, of: 'k' }, has: () => ({}) };
  const read = (filled: number, missing: number, within: number) => {
    const figures = { filled: rows(filled), missing: rows(missing), within: rows(within) };
    const kind = { name: 'words' as const, rounded: false };
    return readColumn({ ...asked, kind }, { took: 1, total: 10, figures }, 1000);
  };
  const rows = (doc_count: number) => ({ doc_count });
  expect(read(7, 3, 7)).toMatchObject({ filled: 7, missing: 3 });
  for (const [filled, missing, within] of [
    [7, 2, 7],
    [7, 4, 7],
    [7, 3, 6],
  ] as const) {
    expect(() => read(filled, missing, within)).toThrow('contradict');
  }
});
