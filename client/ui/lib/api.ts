import * as v from 'valibot';
import { type ErrorBody, type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import {
  type EachValue,
  type EachValueRequest,
  eachValueSchema,
  type Facets,
  type FacetsRequest,
  type FieldValue,
  facetsSchema,
  type Histogram,
  type HistogramRequest,
  histogramSchema,
  type ValuesRequest,
  valuesSchema,
} from '../../../shared/figures.ts';
import {
  type Auth,
  type Credentials,
  errorAnswerSchema,
  type FieldList,
  fieldListSchema,
  type IndexList,
  indexListSchema,
  type SearchBody,
  type SearchPage,
  type SearchResult,
  type Session,
  searchPageSchema,
  searchResultSchema,
  sessionSchema,
  validatedSchema,
  waySchema,
} from '../../../shared/http.ts';
import type { Search } from '../../../shared/search.ts';
import { hrefOf } from './href.ts';
import { parseAnswer } from './search-answer.ts';

type Call = { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown; signal?: AbortSignal | undefined };

/** Who is signed in. @throws signed_out */
export async function getSession(): Promise<Session> {
  return v.parse(sessionSchema, JSON.parse(await call('/api/session')));
}

/** How people sign in here; nobody has to be signed in to ask. */
export async function getWay(): Promise<Auth> {
  return v.parse(waySchema, JSON.parse(await call('/api/session/way'))).auth;
}

/** @throws sign_in_failed, opensearch_unreachable */
export async function signIn(credentials: Credentials): Promise<Session> {
  return v.parse(sessionSchema, JSON.parse(await call('/api/session', { method: 'POST', body: credentials })));
}

export async function signOut(): Promise<void> {
  await call('/api/session', { method: 'DELETE' });
}

export async function getIndices(signal?: AbortSignal): Promise<IndexList> {
  return v.parse(indexListSchema, JSON.parse(await call('/api/indices', { signal })));
}

/** @throws index_not_found, forbidden */
export async function getFields(index: string, signal?: AbortSignal): Promise<FieldList> {
  const text = await call(`/api/fields?index=${encodeURIComponent(index)}`, { signal });
  return v.parse(fieldListSchema, JSON.parse(text));
}

/** An answer and its bytes. */
export type Weighed<T> = T & { readonly weight: number };

/** The first rows, and the total. @throws query_invalid with the fault's position, index_not_found, forbidden */
export async function postSearch(body: SearchBody, signal?: AbortSignal): Promise<Weighed<SearchResult>> {
  const bytes = await callForBytes('/api/search', { method: 'POST', body, signal });
  return { ...v.parse(searchResultSchema, await parseAnswer(bytes)), weight: bytes.length };
}

/** The rows behind `after`, which the page before gave. @throws index_not_found, forbidden */
export async function postNextPage(
  body: SearchBody & { after: string },
  signal?: AbortSignal,
): Promise<Weighed<SearchPage>> {
  const bytes = await callForBytes('/api/search', { method: 'POST', body, signal });
  return { ...v.parse(searchPageSchema, await parseAnswer(bytes)), weight: bytes.length };
}

/** Whether the query can be read: its fault, if it has one. @throws index_not_found, forbidden */
export async function postValidate(search: Search, signal?: AbortSignal): Promise<ErrorBody | undefined> {
  return v.parse(validatedSchema, JSON.parse(await call('/api/validate', { method: 'POST', body: search, signal })))
    .fault;
}

/** What a field holds. @throws index_not_found, forbidden, query_invalid where the field gives no values */
export async function postValues(body: ValuesRequest, signal?: AbortSignal): Promise<FieldValue[]> {
  return v.parse(valuesSchema, JSON.parse(await call('/api/values', { method: 'POST', body, signal }))).values;
}

/** @throws index_not_found, forbidden, page_partial */
export async function postFacets(body: FacetsRequest, signal?: AbortSignal): Promise<Facets> {
  return v.parse(facetsSchema, JSON.parse(await call('/api/facets', { method: 'POST', body, signal })));
}

/** @throws index_not_found, forbidden, page_partial, query_invalid */
export async function postEachValue(body: EachValueRequest, signal?: AbortSignal): Promise<EachValue> {
  return v.parse(eachValueSchema, JSON.parse(await call('/api/each-value', { method: 'POST', body, signal })));
}

/** @throws index_not_found, forbidden, page_partial */
export async function postHistogram(body: HistogramRequest, signal?: AbortSignal): Promise<Histogram> {
  return v.parse(histogramSchema, JSON.parse(await call('/api/histogram', { method: 'POST', body, signal })));
}

/** A proxy or cluster that has too much to do says when to ask again: so often the page does, before it tells anybody. */
const BUSY_CALLS = 4;
const BUSY_CODES: readonly string[] = ['busy', 'opensearch_busy'] satisfies ErrorCode[];
const BUSY_WAIT_MS = 1000;

/** The answer's text. @throws as callForBytes */
export async function call(path: string, options: Call = {}): Promise<string> {
  return new TextDecoder().decode(await callForBytes(path, options));
}

/** @throws SluiceError with the proxy's code, or `socket_lost` when it could not be reached */
async function callForBytes(path: string, options: Call = {}): Promise<Uint8Array> {
  for (let calls = 1; ; calls++) {
    try {
      return await callOnce(path, options);
    } catch (error) {
      if (!(error instanceof SluiceError) || !BUSY_CODES.includes(error.code) || calls >= BUSY_CALLS) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfter ?? BUSY_WAIT_MS));
      options.signal?.throwIfAborted();
    }
  }
}

async function callOnce(path: string, { method = 'GET', body, signal }: Call): Promise<Uint8Array> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { ...init.headers, 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(hrefOf(path), init);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new SluiceError('socket_lost', 'The proxy did not answer.', { cause });
  }
  if (response.ok) return bytes;
  throw toError(response.status, new TextDecoder().decode(bytes));
}

function toError(status: number, text: string): SluiceError {
  try {
    return SluiceError.fromBody(v.parse(errorAnswerSchema, JSON.parse(text)).error);
  } catch (cause) {
    return new SluiceError('internal', `The proxy answered with status ${status}.`, { cause });
  }
}
