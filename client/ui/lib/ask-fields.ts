import * as v from 'valibot';
import { type DateFormats, type DateFormatsRequest, dateFormatsSchema } from '../../../shared/dates/date-formats.ts';
import { type EmptyFields, type EmptyFieldsRequest, emptyFieldsSchema } from '../../../shared/empty-fields.ts';
import { call } from './api.ts';

/** Which of some fields no row has. @throws index_not_found, forbidden */
export async function postEmptyFields(body: EmptyFieldsRequest, signal?: AbortSignal): Promise<EmptyFields> {
  return v.parse(emptyFieldsSchema, JSON.parse(await call('/api/empty-fields', { method: 'POST', body, signal })));
}

/** How the search's indices read some of their dates. @throws index_not_found, forbidden, too_large */
export async function postDateFormats(body: DateFormatsRequest, signal?: AbortSignal): Promise<DateFormats> {
  return v.parse(dateFormatsSchema, JSON.parse(await call('/api/date-formats', { method: 'POST', body, signal })));
}
