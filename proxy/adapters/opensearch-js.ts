import type { IncomingMessage } from 'node:http';
import { Client, errors } from '@opensearch-project/opensearch';
import { SluiceError } from '../../shared/errors.ts';
import { type Authorize, addressOf, authorizing, textOf } from '../opensearch/authorization.ts';
import type { OpenSearchRequest, OpenSearchResponse } from '../opensearch/port.ts';
import type { OpenSearchClient, OpenSearchOptions } from './assemble.ts';

/** OpenSearch through @opensearch-project/opensearch. One client and its connections serve every account. */
export function makeOpenSearchJs(options: OpenSearchOptions): OpenSearchClient {
  const client = new Client({
    node: options.url,
    // The worker retries, and it alone knows what is left of a chunk.
    maxRetries: 0,
    requestTimeout: options.timeout,
    resurrectStrategy: 'none',
    ...(options.ca === undefined ? {} : { ssl: { ca: options.ca } }),
  });
  return {
    connect(account) {
      const authorize = authorizing(account);
      return { send: (request) => send({ client, url: options.url, authorize }, request) };
    },
    close: () => client.close(),
  };
}

type As = { client: Client; url: string; authorize: Authorize };

async function send({ client, url, authorize }: As, request: OpenSearchRequest): Promise<OpenSearchResponse> {
  request.signal.throwIfAborted();
  const body = textOf(request);
  const headers = await authorize({ method: request.method, url: addressOf(url, request), body });
  const call = client.transport.request(
    {
      method: request.method,
      path: request.path,
      ...(request.query === undefined ? {} : { querystring: request.query }),
      ...(body === undefined ? {} : { body }),
    },
    { asStream: true, headers: request.gzip ? { ...headers, 'accept-encoding': 'gzip' } : headers },
  );
  // `abort` gives the call back, which then fails: an event listener that returned it would end the process.
  const onAbort = () => {
    call.abort();
  };
  request.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await call;
    const message: IncomingMessage = response.body;
    return {
      status: response.statusCode ?? 0,
      retryAfter: retryAfterOf(message),
      body: bodyOf(message, request.signal),
    };
  } catch (thrown) {
    request.signal.throwIfAborted();
    throw noAnswer(thrown);
  } finally {
    request.signal.removeEventListener('abort', onAbort);
  }
}

/** The body, read as it is taken; aborting destroys the connection, which cancels the search at OpenSearch. */
function bodyOf(message: IncomingMessage, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const onAbort = () => message.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  message.once('close', () => signal.removeEventListener('abort', onAbort));
  // Without a listener a connection that breaks before the body is read would end the process.
  message.on('error', () => undefined);
  return read(message, signal);
}

async function* read(message: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* message as AsyncIterable<Uint8Array>;
  } catch (cause) {
    signal.throwIfAborted();
    throw new SluiceError('opensearch_unreachable', 'The connection to OpenSearch broke.', { cause });
  }
  signal.throwIfAborted();
  if (!message.complete) throw new SluiceError('opensearch_unreachable', 'The connection to OpenSearch broke.');
}

function retryAfterOf(message: IncomingMessage): number | undefined {
  const seconds = Number(message.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** The client's own errors carry the whole request, with its credentials: only their text goes on. */
function noAnswer(thrown: unknown): SluiceError {
  const cause = new Error(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  if (thrown instanceof errors.TimeoutError) {
    return new SluiceError('timeout', 'OpenSearch took too long to answer.', { cause });
  }
  return new SluiceError('opensearch_unreachable', 'OpenSearch cannot be reached.', { cause });
}
