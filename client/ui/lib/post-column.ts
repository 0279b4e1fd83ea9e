import * as v from 'valibot';
import { type Column, type ColumnRequest, columnSchema } from '../../../shared/column.ts';
import { call } from './api.ts';

/** What a field holds in the search's rows. @throws index_not_found, forbidden, bad_request, page_partial, opensearch_failed */
export async function postColumn(body: ColumnRequest, signal?: AbortSignal): Promise<Column> {
  return v.parse(columnSchema, JSON.parse(await call('/api/column', { method: 'POST', body, signal })));
}
