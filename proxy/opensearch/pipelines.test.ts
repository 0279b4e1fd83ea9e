import { expect, test } from 'vitest';
import { withoutPipelines } from './pipelines.ts';
import type { OpenSearchRequest } from './port.ts';

const { signal } = new AbortController();
const search: OpenSearchRequest = {
  method: 'POST',
  path: '/a/_search',
  query: { scroll: '1m' },
  body: { size: 1 },
  signal,
};

/** An OpenSearch of this age, and what it was asked. */
function openSearchThat(refuses: string | undefined) {
  const asked: OpenSearchRequest[] = [];
  const openSearch = withoutPipelines(
    {
      async send(request) {
        asked.push(request);
        const reason = refuses && request.query?.search_pipeline ? refuses : 'fine';
        const body = (async function* () {
          yield new TextEncoder().encode(reason);
        })();
        return { status: reason === 'fine' ? 200 : 400, retryAfter: undefined, body };
      },
    },
    { known: true },
  );
  const send = async (request: OpenSearchRequest) => {
    const { status, body } = await openSearch.send(request);
    let text = '';
    for await (const bytes of body) text += new TextDecoder().decode(bytes);
    return `${status} ${text}`;
  };
  return { asked, send };
}

test('searches say that they want no pipeline, other calls do not', async () => {
  const { asked, send } = openSearchThat(undefined);
  await send(search);
  await send({ method: 'POST', path: '/_search/scroll', signal });
  await send({ method: 'GET', path: '/a/_field_caps', signal });
  expect(asked.map(({ query }) => query)).toEqual([{ scroll: '1m', search_pipeline: '_none' }, undefined, undefined]);
});

test('a cluster that knows none is asked without, from the first refusal on', async () => {
  const { asked, send } = openSearchThat('request [/a/_search] contains unrecognized parameter: [search_pipeline]');
  expect([await send(search), await send(search)]).toEqual(['200 fine', '200 fine']);
  expect(asked.map(({ query }) => query?.search_pipeline)).toEqual(['_none', undefined, undefined]);
});

test('any other refusal comes through as it is', async () => {
  const { asked, send } = openSearchThat('the query is wrong');
  expect(await send(search)).toBe('400 the query is wrong');
  expect(asked.length).toBe(1);
});
