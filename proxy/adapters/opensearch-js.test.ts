import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { makeOpenSearchJs } from './opensearch-js.ts';

const account = { username: 'ann', password: 'a-password-to-keep' };
const basic = Buffer.from('ann:a-password-to-keep').toString('base64');

/** A port on which somebody listens and never says a word. */
async function silentPort() {
  const server = createServer((socket) => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}

test('an OpenSearch that is not there is opensearch_unreachable, and the error tells no credentials', async () => {
  const { url, server } = await silentPort();
  server.close();
  await once(server, 'close');
  const { connect, close } = makeOpenSearchJs({ url, ca: undefined, timeout: 1000 });
  const signal = new AbortController().signal;
  const error: unknown = await connect(account)
    .send({ method: 'GET', path: '/', signal })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toMatchObject({ code: 'opensearch_unreachable', retryable: true });
  const told = inspect(error, { depth: 20 });
  expect(told).not.toContain(basic);
  expect(told).not.toContain(account.password);
  await close();
});

test('one that never answers is a timeout', async () => {
  const { url, server } = await silentPort();
  const { connect, close } = makeOpenSearchJs({ url, ca: undefined, timeout: 200 });
  const signal = new AbortController().signal;
  await expect(connect(account).send({ method: 'GET', path: '/', signal })).rejects.toMatchObject({ code: 'timeout' });
  await close();
  server.close();
});

test('a request that is given up fails with the reason, and ends nothing else', async () => {
  const { url, server } = await silentPort();
  const { connect, close } = makeOpenSearchJs({ url, ca: undefined, timeout: 10_000 });
  const stop = new AbortController();
  const sent = connect(account).send({ method: 'GET', path: '/', signal: stop.signal });
  const [socket] = await once(server, 'connection');
  stop.abort(new Error('given up'));
  await expect(sent).rejects.toThrow('given up');
  await once(socket, 'close');
  await close();
  server.close();
});
