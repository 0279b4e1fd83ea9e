import * as v from 'valibot';
import { call } from '../opensearch/call.ts';
import type { OpenSearch } from '../opensearch/port.ts';

const rootSchema = v.object({ version: v.object({ number: v.string(), distribution: v.optional(v.string()) }) });

/**
 * OpenSearch's version, such as `3.8.0`; with its name where it is another one, `Elasticsearch 7.10.2`. Empty where the
 * account may not see it or OpenSearch does not answer.
 */
export async function versionOf(openSearch: OpenSearch, signal: AbortSignal): Promise<string> {
  try {
    const root = await call(openSearch, rootSchema, { method: 'GET', path: '/', signal });
    const { number, distribution } = root.version;
    // Elasticsearch names no distribution.
    return distribution === undefined ? `Elasticsearch ${number}` : number;
  } catch {
    return '';
  }
}
