import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { readHead, readText } from './bytes.ts';
import { toSluiceError } from './errors.ts';
import type { OpenSearch, OpenSearchRequest, OpenSearchResponse } from './port.ts';

/** An error body's part that is read. A pattern over hundreds of indices gives a reason for each of them. */
const ERROR_BODY_BYTES = 1024 * 1024;
/** Answers that are parsed whole are lists of fields and indices; past this something is wrong. */
const JSON_BYTES = 64 * 1024 * 1024;

/** Sends, and makes every status but 2xx one of our errors. @throws opensearch_* and what toSluiceError makes */
export async function send(openSearch: OpenSearch, request: OpenSearchRequest): Promise<OpenSearchResponse> {
  const response = await openSearch.send(request);
  if (response.status >= 200 && response.status < 300) return response;
  const text = await readHead(response.body, ERROR_BODY_BYTES);
  throw toSluiceError({ status: response.status, text, retryAfter: response.retryAfter });
}

/** Sends and reads the answer, which must be as `schema` says. @throws as `send`; opensearch_failed when the answer is another one */
export async function call<T extends v.GenericSchema>(
  openSearch: OpenSearch,
  schema: T,
  request: OpenSearchRequest,
): Promise<v.InferOutput<T>> {
  const response = await send(openSearch, { gzip: true, ...request });
  const text = await readText(response.body, JSON_BYTES);
  const parsed = v.safeParse(schema, parse(text));
  if (parsed.success) return parsed.output;
  const issue = v.summarize(parsed.issues).slice(0, 300);
  throw new SluiceError('opensearch_failed', 'OpenSearch gave an answer that Sluice does not know.', {
    cause: new Error(issue),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SluiceError('opensearch_failed', 'OpenSearch gave an answer that is not JSON.', { cause });
  }
}
