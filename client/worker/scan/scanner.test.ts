import { describe, expect, it } from 'vitest';
import { makeFormat } from '../encode/formats.ts';
import { rawCellScanners } from './cells/cell-scanners.ts';
import { scannerModule } from './simd/instance.ts';
import { rawTests } from './suite/raw-tests.ts';
import { describeScanner } from './suite/suite.ts';

describeScanner('the plain scanner', (format, options) => makeFormat(format, { ...options, engine: 'plain' }));
describeScanner('the SIMD scanner', (format, options) => makeFormat(format, { ...options, engine: 'simd' }));

for (const engine of ['plain', 'simd'] as const) {
  describe(`raw cells, ${engine}`, { timeout: 60_000 }, () => {
    rawTests((columns, dates) => rawCellScanners(columns, dates, { engine }));
  });
}

it('has WebAssembly here, so that the SIMD scanner is what it says', () => {
  expect(scannerModule()).toBeDefined();
});
