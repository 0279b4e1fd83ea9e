import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeOpenSearchJs } from '../../../proxy/adapters/opensearch-js.ts';
import { guarded } from '../../../proxy/opensearch/guard.ts';
import { assertAffordable } from '../../../proxy/query/limits.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { anyQuery, poisoned, SCRIPT, SECRET } from '../../support/queries.ts';

/** Generated queries through the guard, to a real OpenSearch that counts what was read. `QUERY_RUNS` makes it ask more. */
const RUNS = Number(process.env.QUERY_RUNS ?? 800);
const INDEX = 'hostile-queries';

const url = inject('opensearchUrl');
const client = new Client({ node: url });
const { connect, close } = makeOpenSearchJs({ url, ca: undefined, timeout: 60_000 });
const openSearch = guarded(connect(undefined), { expensive: false });

beforeAll(async () => {
  const keyword = { type: 'keyword' };
  const properties = {
    ...{ n: { type: 'integer' }, k: keyword, t: { type: 'text' }, d: { type: 'date' }, g: { type: 'geo_shape' } },
    ...{ boost: { type: 'integer' }, index: keyword, script: keyword, a: { type: 'nested' } },
  };
  const settings = { number_of_shards: 1, number_of_replicas: 0 };
  for (const index of [INDEX, SECRET]) {
    await client.indices.delete({ index, ignore_unavailable: true });
    await client.indices.create({ index, body: { settings, mappings: { properties } } as object });
  }
  await client.index({ index: INDEX, id: '1', body: { n: 1, k: 'a', t: 'a b c', boost: 7 }, refresh: true });
  await client.index({
    index: SECRET,
    id: '1',
    body: { codes: [1, 7], g: { type: 'point', coordinates: [1, 1] } },
    refresh: true,
  });
});
afterAll(async () => {
  await client.indices.delete({ index: [INDEX, SECRET], ignore_unavailable: true });
  await Promise.all([client.close(), close()]);
});

/** How often the secret index was read, how many scripts were compiled, and when the nodes began. */
async function counted() {
  const { body: stats } = await client.indices.stats({ index: SECRET, metric: ['get', 'search'] });
  const { body: nodes } = await client.nodes.stats({ metric: ['script'] });
  const { body: info } = await client.nodes.info({ metric: ['jvm'] });
  const { get, search } = stats._all.total ?? {};
  const each = Object.values(nodes.nodes);
  return {
    read: (get?.total ?? 0) + (search?.query_total ?? 0),
    scripts: each.reduce((sum, node) => sum + Number(node.script?.compilations ?? 0), 0),
    began: Object.values(info.nodes).map((node) => node.jvm?.start_time_in_millis),
  };
}

async function ask(query: unknown): Promise<string> {
  try {
    const body = { size: 0, query: structuredClone(query) };
    const response = await openSearch.send({
      method: 'POST',
      path: `/${INDEX}/_search`,
      body,
      signal: AbortSignal.timeout(60_000),
    });
    let text = '';
    for await (const bytes of response.body) text += new TextDecoder().decode(bytes);
    return response.status === 200 ? 'answered' : text;
  } catch (error) {
    return SluiceError.from(error).code;
  }
}

describe('queries', () => {
  it('of any kind read no other index, run no script and leave the node alive', async () => {
    const before = await counted();
    const queries = [...fc.sample(anyQuery, RUNS), ...fc.sample(poisoned(), RUNS / 2)];
    const told = new Map<string, number>();
    for (let at = 0; at < queries.length; at += 16) {
      for (const answer of await Promise.all(queries.slice(at, at + 16).map(ask))) {
        const kind = answer.startsWith('{') ? 'refused by OpenSearch' : answer;
        told.set(kind, (told.get(kind) ?? 0) + 1);
        expect(kind).toMatch(/^(answered|query_invalid|refused by OpenSearch)$/);
      }
    }
    expect(await counted()).toEqual(before);
    // The check is worth something only where enough of them reach OpenSearch.
    expect(told.get('answered') ?? 0).toBeGreaterThan(RUNS / 20);
  });

  it('sent past the guard are counted, so that the test above can fail', async () => {
    const before = await counted();
    const lookup = { terms: { n: { index: SECRET, id: '1', path: 'codes' } } };
    const script = { script: { script: { source: `def x = '${SCRIPT}-${before.scripts}'; return true` } } };
    await client.search({ index: INDEX, body: { query: { bool: { must: [lookup, script] } } } as object });
    const after = await counted();
    expect(after.read).toBeGreaterThan(before.read);
    expect(after.scripts).toBeGreaterThan(before.scripts);
  });
});

describe('query strings', () => {
  const pieces = 'k: t: ab b * ? /w.*/ / " [a TO b] [ ] { ^2 ^ ~ ~2 ! - + && || AND OR NOT ( ) > =1'.split(' ');
  // No `\\/` and `\\*`: they would be told like what they only look like.
  const escapes = ['\\"', '\\(', '\\\\', '\\a'];
  const piece = fc.constantFrom(...pieces, ...escapes, ' ', ' TO ', ' AND ', ' NOT ', '\n', '\u3000', '\u00a0');
  const text = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''));

  it('that are let through hold no regular expression and no word that begins with a wildcard', async () => {
    let ran = 0;
    for (const query of fc.sample(text, RUNS)) {
      const clause = { query_string: { query, fields: ['k', 't'] } };
      try {
        assertAffordable(clause, { expensive: false });
      } catch {
        continue;
      }
      const { body } = await client
        .search({ index: INDEX, body: { profile: true, query: clause } as object })
        .catch(() => ({ body: undefined }));
      if (body === undefined) continue;
      ran += 1;
      const found = JSON.stringify(body.profile).match(
        /"type":"\w*(?:Regexp|Wildcard|MultiTerm)\w*","description":"[kt]:[/*?][^"]/,
      );
      expect(found, query).toBeNull();
    }
    expect(ran).toBeGreaterThan(RUNS / 50);
  });
});
