import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsSigner } from '../../tests/support/aws-signer.ts';
import { makeOpenSearchFetch } from './opensearch-fetch.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const account = { aws: { ...keys, region: 'eu-west-1', service: 'es' } };

/** Signs what came once more, as AWS does on its side, and tells whether the two signatures are one. */
async function isSigned(request: IncomingMessage): Promise<boolean> {
  const body = await text(request);
  const { authorization = '', host = '', 'x-amz-date': date = '' } = request.headers;
  const url = new URL(request.url ?? '', `http://${host}`);
  const at = String(date).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const again = await awsSigner(keys).sign(
    {
      method: request.method ?? '',
      protocol: 'http:',
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host },
      ...(body === '' ? {} : { body }),
    },
    { signingDate: new Date(at) },
  );
  const signature = (header: string | undefined) => /Signature=(\w{64})/.exec(header ?? '')?.[1];
  return signature(authorization) !== undefined && signature(authorization) === signature(again.headers.authorization);
}

const server = createServer((request, response) => {
  void isSigned(request).then((is) => response.writeHead(is ? 200 : 403).end('{}'));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

test.each(['js', 'fetch'] as const)('what goes out by %s bears a signature that holds where it arrives', async (by) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { url, timeout: 5000 };
  const client =
    by === 'js' ? makeOpenSearchJs({ ...options, ca: undefined }) : makeOpenSearchFetch({ ...options, init: {} });
  const { signal } = new AbortController();
  const ask = async (request: Parameters<ReturnType<typeof client.connect>['send']>[0], as = account) => {
    const { status, body } = await client.connect(as).send(request);
    for await (const _ of body);
    return status;
  };
  const query = { format: 'json', h: 'index,docs.count', preference: '_shards:0', note: 'a b+c/ø*' };
  expect(await ask({ method: 'GET', path: '/_cat/indices', query, signal })).toBe(200);
  expect(await ask({ method: 'GET', path: '/_resolve/index/*', signal })).toBe(200);
  const body = { query: { query_string: { query: 'ø "漢字"' } } };
  expect(await ask({ method: 'POST', path: '/a%2Cb-%2A%3Cx%7Bnow%2Fd%7D%3E/_search', body, gzip: true, signal })).toBe(
    200,
  );
  expect(await ask({ method: 'POST', path: '/_search', body: '{"size": 1.0}', signal })).toBe(200);
  expect(await ask({ method: 'DELETE', path: '/_search/scroll', body: { scroll_id: ['x'] }, signal })).toBe(200);
  const wrong = { aws: { ...account.aws, secretAccessKey: 'another' } };
  expect(await ask({ method: 'GET', path: '/', signal }, wrong)).toBe(403);
  await client.close();
});
