/** How the proxy speaks to OpenSearch: web-standard types only, so that any runtime's HTTP client can serve. */

export type OpenSearchRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Begins with `/`; parts that came from outside are encoded already. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: object | string;
  /** Ask OpenSearch to gzip its answer. */
  gzip?: boolean;
  /** Cancels the request at OpenSearch, also when the answer is already on its way. */
  signal: AbortSignal;
};

/** Takes a piece of an answer, whose memory nothing else is written to. Where it gives a promise, none follows until that settles. */
export type Take = (piece: Uint8Array) => Promise<void> | undefined;

/** An answer's bytes, read only as fast as they are taken. Leaving a loop over it early, or throwing in `each`, ends the request. */
export type Body = AsyncIterable<Uint8Array> & {
  /** Hands all pieces over, without a promise for each; left out by runtimes that cannot. @throws what `take` throws, as a loop */
  each?(take: Take): Promise<void>;
};

export type OpenSearchResponse = {
  status: number;
  /** Milliseconds, from `Retry-After`. */
  retryAfter: number | undefined;
  /** As OpenSearch sent it, gzip'd or not. */
  body: Body;
};

/** OpenSearch as one account. Answers with any status; throws SluiceError only when there is no answer. */
export interface OpenSearch {
  /** @throws opensearch_unreachable, timeout */
  send(request: OpenSearchRequest): Promise<OpenSearchResponse>;
}

/** For AWS's signature. `service`: `es` for a domain, `aoss` for Serverless. */
export type AwsKeys = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  region: string;
  service: string;
};

/** By name and password; by a token that OpenSearch itself checks; or by AWS's signature. */
export type Account = { username: string; password: string } | { token: string } | { aws: AwsKeys };

/** OpenSearch as `account`, or with no account at all. */
export type ConnectOpenSearch = (account: Account | undefined) => OpenSearch;
