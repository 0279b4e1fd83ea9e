import type { Agent, IncomingMessage } from 'node:http';
import { Client, errors } from '@opensearch-project/opensearch';
import { SluiceError } from '../../shared/errors.ts';
import { type Authorize, addressOf, authorizing, textOf } from '../opensearch/authorization.ts';
import type { Body, OpenSearchRequest, OpenSearchResponse } from '../opensearch/port.ts';
import type { OpenSearchClient, OpenSearchOptions } from './assemble.ts';
import { takePieces } from './pieces.ts';

/**
 * OpenSearch through @opensearch-project/opensearch. One client and its connections serve every account.
 * @param agent what makes the connections, if not Node's own
 */
export function makeOpenSearchJs(options: OpenSearchOptions, agent?: Agent): OpenSearchClient {
  const client = new Client({
    node: options.url,
    // The worker retries, and it alone knows what is left of a chunk.
    maxRetries: 0,
    requestTimeout: options.timeout,
    resurrectStrategy: 'none',
    ...(agent && { agent: () => agent }),
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

/** Aborting destroys the connection, which cancels the search at OpenSearch. */
function bodyOf(message: IncomingMessage, signal: AbortSignal): Body {
  const onAbort = () => message.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  message.once('close', () => signal.removeEventListener('abort', onAbort));
  // Without a listener a connection that breaks before the body is read would end the process.
  message.on('error', () => undefined);
  const assertWhole = () => {
    signal.throwIfAborted();
    if (!message.complete) throw broken();
  };
  return {
    async each(take) {
      const isWhole = await takePieces(message, take);
      assertWhole();
      if (!isWhole) throw broken();
    },
    async *[Symbol.asyncIterator]() {
      try {
        yield* message as AsyncIterable<Uint8Array>;
      } catch (cause) {
        signal.throwIfAborted();
        throw broken(cause);
      }
      assertWhole();
    },
  };
}

function broken(cause?: unknown): SluiceError {
  return new SluiceError('opensearch_unreachable', 'The connection to OpenSearch broke.', { cause });
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
