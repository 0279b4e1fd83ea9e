import { expect, it } from 'vitest';
import { makeFormat } from '../encode/formats.ts';
import { scannerModule } from './simd/instance.ts';
import { describeScanner } from './suite/suite.ts';

describeScanner('the plain scanner', (format, options) => makeFormat(format, { ...options, engine: 'plain' }));
describeScanner('the SIMD scanner', (format, options) => makeFormat(format, { ...options, engine: 'simd' }));

it('has WebAssembly here, so that the SIMD scanner is what it says', () => {
  expect(scannerModule()).toBeDefined();
});
