import { readHead } from './bytes.ts';
import type { OpenSearch, OpenSearchRequest, OpenSearchResponse } from './port.ts';

const ERROR_BODY_BYTES = 1024 * 1024;
const UNKNOWN = 'unrecognized parameter: [search_pipeline]';

/** Whether the cluster knows search pipelines (OpenSearch from 2.7 on): found out by asking, once a process. */
export type Pipelines = { known: boolean };

/**
 * Searches without an index's default search pipeline, which may cut answers short, filter rows or rename fields: what is
 * stored is what is asked for.
 */
export function withoutPipelines(openSearch: OpenSearch, pipelines: Pipelines): OpenSearch {
  return {
    async send(request) {
      if (!pipelines.known || !isSearch(request)) return openSearch.send(request);
      const query = { ...request.query, search_pipeline: '_none' };
      const response = await openSearch.send({ ...request, query });
      if (response.status !== 400) return response;
      const text = await readHead(response.body, ERROR_BODY_BYTES);
      if (!text.includes(UNKNOWN)) return { ...response, body: bodyOf(text) };
      pipelines.known = false;
      return openSearch.send(request);
    },
  };
}

function isSearch({ method, path }: OpenSearchRequest): boolean {
  return method === 'POST' && path.endsWith('/_search');
}

async function* bodyOf(text: string): OpenSearchResponse['body'] {
  yield new TextEncoder().encode(text);
}
