import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { readHead, readText } from './bytes.ts';
import { toSluiceError } from './errors.ts';
import type { OpenSearch, OpenSearchRequest, OpenSearchResponse } from './port.ts';

/** An error body's part that is read. A pattern over hundreds of indices gives a reason for each of them. */
const ERROR_BODY_BYTES = 1024 * 1024;
/** The longest answers that are parsed are lists of fields and indices: some 30,000 of either. */
const JSON_BYTES = 4 * 1024 * 1024;

/** Sends, and makes every status but 2xx one of our errors. @throws opensearch_* and what toSluiceError makes */
export async function send(openSearch: OpenSearch, request: OpenSearchRequest): Promise<OpenSearchResponse> {
  const response = await openSearch.send(request);
  if (response.status >= 200 && response.status < 300) return response;
  const text = await readHead(response.body, ERROR_BODY_BYTES);
  throw toSluiceError({ status: response.status, text, retryAfter: response.retryAfter, asked: request.body });
}

/** `limit`: bytes, inflated. `parse`: for numbers that have to keep their digits. */
type Reading = { limit?: number; parse?: (text: string) => unknown };

/** An answer as `schema` says it is. @throws opensearch_failed when it is another one, too_large, opensearch_unreachable */
export async function answerOf<T extends v.GenericSchema>(
  response: OpenSearchResponse,
  schema: T,
  { limit = JSON_BYTES, parse = JSON.parse }: Reading = {},
): Promise<v.InferOutput<T>> {
  const text = await readText(response.body, limit);
  let answer: unknown;
  try {
    answer = parse(text);
  } catch (cause) {
    throw new SluiceError('opensearch_failed', 'OpenSearch gave an answer that is not JSON. Try again.', { cause });
  }
  return parsedAs(schema, answer);
}

/** @throws opensearch_failed */
export function parsedAs<T extends v.GenericSchema>(schema: T, answer: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  const cause = new Error(v.summarize(parsed.issues).slice(0, 300));
  throw new SluiceError('opensearch_failed', 'OpenSearch gave an answer that Sluice does not know.', { cause });
}

/** Sends and reads the answer. @throws as `send` and `answerOf` */
export async function call<T extends v.GenericSchema>(
  openSearch: OpenSearch,
  schema: T,
  request: OpenSearchRequest,
): Promise<v.InferOutput<T>> {
  return answerOf(await send(openSearch, { gzip: true, ...request }), schema);
}

/** Partial answers are not asked for; OpenSearch can give one all the same. @throws page_partial */
export function assertWhole(answer: { timed_out: boolean; _shards: { failed: number } }): void {
  if (!answer.timed_out && answer._shards.failed === 0) return;
  throw new SluiceError('page_partial', 'OpenSearch answered for a part of the shards only. Try again.');
}
