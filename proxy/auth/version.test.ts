import { expect, test } from 'vitest';
import { nameOf } from './version.ts';

test.each([
  [{ number: '3.8.0', distribution: 'opensearch' }, '3.8.0'],
  [{ number: '1.3.20', distribution: 'opensearch' }, '1.3.20'],
  [{ number: '7.10.2' }, 'Elasticsearch 7.10.2'],
  [{ number: '8.19.0' }, 'Elasticsearch 8.19.0'],
  [{ number: '10.0.0-rc1' }, 'Elasticsearch 10.0.0-rc1'],
])('%j is %s', (version, name) => {
  expect(nameOf(version)).toBe(name);
});

test.each(['6.8.23', '7.9.3', '7.0.0', '2.4.6', 'unknown'])('Elasticsearch %s is refused', (number) => {
  expect(() => nameOf({ number })).toThrow(expect.objectContaining({ code: 'server_too_old' }));
});
