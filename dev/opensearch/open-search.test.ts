import { expect, test } from 'vitest';
import { namedCluster, openSearch } from './open-search.ts';

test('an address is taken as it is', () => {
  expect(namedCluster({ OPENSEARCH_URL: 'https://search.example:9200', OPENSEARCH_HOST: 'other' })).toBe(
    'https://search.example:9200',
  );
});

test('a host is taken with its port, and over TLS when an authority is named', () => {
  expect(namedCluster({ OPENSEARCH_HOST: 'search.example' })).toBe('http://search.example:9200');
  expect(namedCluster({ OPENSEARCH_HOST: 'search.example', OPENSEARCH_PORT: '9201', OPENSEARCH_CA: 'ca.pem' })).toBe(
    'https://search.example:9201',
  );
});

test('empty settings name nothing', () => {
  expect(namedCluster({ OPENSEARCH_URL: '', OPENSEARCH_HOST: '' })).toBeUndefined();
});

test('a named cluster is neither started nor stopped', async () => {
  const cluster = await openSearch({ OPENSEARCH_URL: 'http://search.example:9200' }, 'unused');
  expect(cluster).toMatchObject({ url: 'http://search.example:9200', embedded: false });
  await cluster.stop();
});
