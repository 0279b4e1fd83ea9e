import { SluiceError } from '../../shared/errors.ts';
import { type Authorize, addressOf, authorizing, textOf } from '../opensearch/authorization.ts';
import type { OpenSearchRequest, OpenSearchResponse } from '../opensearch/port.ts';
import type { OpenSearchClient, OpenSearchOptions } from './assemble.ts';

/** `init`: what makes a runtime's `fetch` hand over an answer's bytes as they came, gzip'd or not. */
type Options = Omit<OpenSearchOptions, 'ca'> & { init: Record<string, unknown> };

/** OpenSearch through `fetch`, for a runtime where @opensearch-project/opensearch is too large or does not run. */
export function makeOpenSearchFetch(options: Options): OpenSearchClient {
  return {
    connect(account) {
      const authorize = authorizing(account);
      return { send: (request) => send(options, request, authorize) };
    },
    close: async () => {},
  };
}

async function send(
  { url, timeout, init }: Options,
  request: OpenSearchRequest,
  authorize: Authorize,
): Promise<OpenSearchResponse> {
  request.signal.throwIfAborted();
  const [address, body] = [addressOf(url, request), textOf(request)];
  const headers = await authorize({ method: request.method, url: address, body });
  const stop = new AbortController();
  const onAbort = () => stop.abort(request.signal.reason);
  request.signal.addEventListener('abort', onAbort, { once: true });
  const late = setTimeout(() => stop.abort(new SluiceError('timeout', 'OpenSearch took too long to answer.')), timeout);
  const done = () => request.signal.removeEventListener('abort', onAbort);
  try {
    const response = await fetch(address, {
      method: request.method,
      headers: { ...headers, 'accept-encoding': request.gzip ? 'gzip' : 'identity', ...contentType(request) },
      body: body ?? null,
      redirect: 'manual',
      signal: stop.signal,
      ...init,
    });
    return { status: response.status, retryAfter: retryAfterOf(response), body: read(response, request.signal, done) };
  } catch (thrown) {
    done();
    request.signal.throwIfAborted();
    if (stop.signal.aborted) throw stop.signal.reason;
    throw new SluiceError('opensearch_unreachable', 'OpenSearch cannot be reached.', { cause: errorText(thrown) });
  } finally {
    clearTimeout(late);
  }
}

function contentType({ body }: OpenSearchRequest): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

/** The body, read as it is taken. Cancelling it, or the signal, closes the connection, and OpenSearch stops searching. */
async function* read(response: Response, signal: AbortSignal, done: () => void): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return done();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    signal.throwIfAborted();
  } catch (thrown) {
    signal.throwIfAborted();
    throw new SluiceError('opensearch_unreachable', 'The connection to OpenSearch broke.', {
      cause: errorText(thrown),
    });
  } finally {
    done();
    await reader.cancel().catch(() => undefined);
  }
}

function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** Errors may carry the request, with its credentials: only their text goes on. */
function errorText(thrown: unknown): Error {
  return new Error(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
}
