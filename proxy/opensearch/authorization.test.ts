import { expect, test, vi } from 'vitest';
import { awsSigner } from '../../tests/support/aws-signer.ts';
import { addressOf, authorizing } from './authorization.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

test.each([
  ['GET', '/_cat/indices', { format: 'json', h: 'index,docs.count', expand_wildcards: 'open' }, undefined],
  ['GET', '/_resolve/index/*', undefined, undefined],
  ['POST', '/a%2Cb-%2A%2C-c/_search', { preference: '_shards:0' }, '{"query":{"match_all":{}},"name":"ø 漢"}'],
  ['DELETE', '/_search/point_in_time', undefined, '{"pit_id":["x"]}'],
] as const)('AWS signs %s %s as we do', async (method, path, query, body) => {
  vi.setSystemTime('2026-01-02T03:04:05Z');
  const signal = new AbortController().signal;
  const request = { method, path, signal, ...(query ? { query: { ...query } } : {}) };
  const url = new URL(addressOf('https://search.example', request));
  const account = { aws: { ...keys, sessionToken: 'a-session', region: 'eu-west-1', service: 'es' } };
  const ours = await authorizing(account)({ method, url: url.href, body });
  const theirs = await awsSigner({ ...keys, sessionToken: 'a-session' }).sign({
    method,
    protocol: 'https:',
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host },
    ...(body === undefined ? {} : { body }),
  });
  const plain = (text: string | undefined) => text?.replaceAll(', ', ',');
  expect(plain(ours.authorization)).toBe(plain(theirs.headers.authorization));
  for (const name of ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token']) {
    expect(ours[name], name).toBe(theirs.headers[name]);
  }
  vi.useRealTimers();
});

test('names, passwords and tokens', async () => {
  const request = { method: 'GET', url: 'https://search.example/', body: undefined };
  const of = (account: Parameters<typeof authorizing>[0]) => authorizing(account)(request);
  expect(await of(undefined)).toEqual({});
  expect(await of({ username: 'ann', password: 'pass:wörd' })).toEqual({
    authorization: `Basic ${Buffer.from('ann:pass:wörd').toString('base64')}`,
  });
  expect(await of({ token: 'a.b.c' })).toEqual({ authorization: 'Bearer a.b.c' });
});
