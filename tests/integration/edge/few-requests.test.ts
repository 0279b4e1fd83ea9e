import { Client } from '@opensearch-project/opensearch';
import { afterAll, expect, inject, it } from 'vitest';
import { startProxy } from '../../../proxy/adapters/node.ts';
import { READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { settingsOver, signIn } from '../../support/session.ts';

/** A platform that lets a socket make few requests of its own: held to on Node, where the limit can be a small one. */
const client = new Client({ node: inject('opensearchUrl') });
afterAll(() => client.close());

it.skipIf(inject('runtime') !== 'node').each(READERS)(
  'an export goes on from socket to socket, exact, with the %s reader',
  async (reader) => {
    const docs = smallDocs(6_000, 'few');
    await makeIndex(client, 'edge-few', docs, { shards: 3 });
    const settings = settingsOver(inject('opensearchUrl'), { BATCH_SIZE: '50', MAX_CHUNK_SIZE: '60' });
    const proxy = await startProxy(settings, { requestsPerSocket: 12 });
    try {
      const exported = await runExport(await signIn(proxy.url), { search: { index: 'edge-few' }, reader });
      expect(exported.verdict).toMatchObject({ complete: true, written: docs.length });
      expect(sortedLines(exported.text)).toEqual(docs.map(({ source }) => source).sort());
      const parted = exported.events.filter((event) => event.type === 'retrying' && /1001/.test(event.error.message));
      expect(parted.length).toBeGreaterThan(0);
    } finally {
      await proxy.close();
    }
  },
);
