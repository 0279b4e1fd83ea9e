import { expect, test } from 'vitest';
import { heapFor, requireDisk } from './resources.ts';

const GB = 1024 ** 3;

test('the heap follows the memory that is free, for each node', () => {
  expect(heapFor(1, 8 * GB)).toBe(2048);
  expect(heapFor(1, 4 * GB)).toBe(1024);
  expect(heapFor(3, 8 * GB)).toBe(512);
  expect(heapFor(1, 2 * GB)).toBe(512);
});

test('too little memory is one line that says what to do', () => {
  expect(() => heapFor(1, 1.2 * GB)).toThrow(
    /^Only 1\.2 GB of memory are free: OpenSearch needs 1\.5 GB\. Close other programs, or set OPENSEARCH_URL\.$/,
  );
});

test('too little disk is one line that names the place', () => {
  expect(() => requireDisk(1.5 * GB, '/here')).toThrow(/^Only 1\.5 GB are free at \/here: .* need 2\.0 GB\.$/);
  expect(() => requireDisk(2 * GB, '/here')).not.toThrow();
});
