import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { openCarrier } from '../../../client/worker/socket/carrier-socket.ts';
import { Connector } from '../../../client/worker/socket/connector.ts';
import type { SocketLike } from '../../../client/worker/socket/socket-like.ts';
import { smallDocs } from '../../support/documents.ts';
import { startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { type SignedIn, signIn } from '../../support/session.ts';
import { startUpgradeGate, type UpgradeGate } from '../../support/upgrade-gate.ts';

/** A way on which WebSockets are blocked, at once or from some moment on, and on which whatever there is breaks again and again. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'fault-blocked';
const docs = smallDocs(6000, 'blocked');
let slow: Awaited<ReturnType<typeof startHttpGate>>;
let proxy: RunningProxy;
let gate: UpgradeGate;
let session: SignedIn;

beforeAll(async () => {
  await makeIndex(client, INDEX, docs, { shards: 2 });
  slow = await startHttpGate(inject('opensearchUrl'));
  proxy = await runProxy(slow.url, { BATCH_SIZE: '200', MAX_CHUNK_SIZE: '500', MAX_RETRIES: '5' });
  gate = await startUpgradeGate(proxy.url);
  session = await signIn(gate.url);
});
beforeEach(() => {
  Object.assign(gate, { fate: 'passed', answer: 'passed' });
});
afterAll(async () => {
  gate.cut();
  await gate.close();
  await proxy.close();
  await slow.close();
  await client.close();
});

function makeConnector(): Connector {
  const asked = (url: URL, { headers, ...init }: RequestInit) =>
    fetch(url, { ...init, headers: { ...headers, cookie: session.cookie } });
  return new Connector({
    socketUrl: session.socketUrl,
    makeSocket(url) {
      const socket = new WebSocket(url, { headers: { cookie: session.cookie } });
      socket.on('error', () => {});
      return socket as unknown as SocketLike;
    },
    makeCarrier: () => openCarrier(new URL('/api/carrier', session.url), { fetch: asked }),
    askSession: () => asked(new URL('/api/session', session.url), {}),
  });
}

/** An export that is told how many of its rows are there, a few times a second. */
async function exported(onRows: (rows: number) => void) {
  const connector = makeConnector();
  const { verdict, text } = await runExport(session, {
    search: { index: INDEX },
    connect: () => connector.open(),
    onEvent(event, run) {
      if (event.type === 'interrupted') run.cancel();
      if (event.type === 'progress') onRows(event.progress.rows);
    },
  });
  expect(verdict).toMatchObject({ complete: true, written: docs.length });
  expect(sortedLines(text)).toEqual(docs.map(({ source }) => source).sort());
  return connector.carrying;
}

it('a carrier that breaks again and again: no row is lost or doubled', async () => {
  gate.fate = 'refused';
  slow.bytesPerSecond = 20_000;
  let cuts = 0;
  const carrying = await exported((rows) => {
    if (rows < (cuts + 1) * 1000 || cuts === 3) return;
    cuts += 1;
    gate.cut();
  });
  expect(cuts).toBe(3);
  expect(carrying).toBe('requests');
});

it('WebSockets that are blocked in the middle of an export', async () => {
  slow.bytesPerSecond = 20_000;
  const carrying = await exported((rows) => {
    if (rows < 1000 || gate.fate === 'refused') return;
    gate.fate = 'refused';
    gate.cut();
  });
  expect(gate.fate).toBe('refused');
  expect(carrying).toBe('requests');
});
