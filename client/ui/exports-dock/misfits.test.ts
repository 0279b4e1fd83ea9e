import { describe, expect, it } from 'vitest';
import type { ExportFormat } from '../../../shared/request.ts';
import { hasLost, misfitsOf } from './misfits.ts';

const parquet = (rest: boolean): ExportFormat => ({ kind: 'parquet', columns: [], compression: 'none', rest });
const xlsx: ExportFormat = { kind: 'xlsx', columns: [], zone: 'UTC', rest: true };
const typed = { field: 'n', rows: 2, why: 'type' } as const;
const cut = { field: 't', rows: 1, why: 'cut' } as const;

describe('misfits', () => {
  it.each([
    ['nothing', parquet(false), [], false],
    ['values in _rest', parquet(true), [typed], false],
    ['values that are nowhere', parquet(false), [typed], true],
    ['cells that were cut', xlsx, [cut], true],
  ] as const)('%s', (_, format, misfits, isLost) => {
    expect(hasLost(format, { misfits })).toBe(isLost);
  });

  it('parts them by why', () => {
    expect(misfitsOf(xlsx, { misfits: [typed, cut] })).toEqual({
      type: { values: [typed], areLost: false },
      cut: { values: [cut], areLost: true },
    });
    expect(hasLost(parquet(false), {})).toBe(false);
  });
});
