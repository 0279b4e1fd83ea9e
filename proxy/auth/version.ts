import * as v from 'valibot';
import { call } from '../opensearch/call.ts';
import type { OpenSearch } from '../opensearch/port.ts';

const rootSchema = v.object({ version: v.object({ number: v.string() }) });

/** OpenSearch's version, such as `3.8.0`; empty where the account may not see it or OpenSearch does not answer. */
export async function versionOf(openSearch: OpenSearch, signal: AbortSignal): Promise<string> {
  try {
    const root = await call(openSearch, rootSchema, { method: 'GET', path: '/', signal });
    return root.version.number;
  } catch {
    return '';
  }
}
