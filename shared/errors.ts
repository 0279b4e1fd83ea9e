import * as v from 'valibot';
import { MAX_ERROR_CHARS } from './limits.ts';

/**
 * Every error that leaves a boundary (HTTP, socket, worker) has one of these codes. `retryable` says whether asking the
 * same again may help; what each means for a person stands in docs/errors.md.
 */
export const ERROR_CODES = {
  bad_request: { status: 400, retryable: false },
  bad_frame: { status: 400, retryable: false },
  query_invalid: { status: 400, retryable: false },
  page_size_invalid: { status: 400, retryable: false },
  ticket_invalid: { status: 400, retryable: false },
  ticket_expired: { status: 410, retryable: false },
  signed_out: { status: 401, retryable: false },
  sign_in_failed: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  wrong_origin: { status: 403, retryable: false },
  index_not_found: { status: 404, retryable: false },
  index_recreated: { status: 410, retryable: false },
  index_unproved: { status: 409, retryable: false },
  index_unnumbered: { status: 422, retryable: false },
  index_moved: { status: 409, retryable: true },
  not_found: { status: 404, retryable: false },
  too_large: { status: 413, retryable: false },
  too_many_columns: { status: 400, retryable: false },
  rate_limited: { status: 429, retryable: true },
  busy: { status: 503, retryable: true },
  snapshot_lost: { status: 410, retryable: true },
  too_many_shards: { status: 400, retryable: false },
  server_too_old: { status: 501, retryable: false },
  opensearch_busy: { status: 503, retryable: true },
  opensearch_unreachable: { status: 502, retryable: true },
  opensearch_failed: { status: 502, retryable: true },
  page_partial: { status: 502, retryable: true },
  page_malformed: { status: 502, retryable: true },
  rows_unexplained: { status: 502, retryable: true },
  timeout: { status: 504, retryable: true },
  socket_lost: { status: 503, retryable: true },
  socket_blocked: { status: 503, retryable: true },
  carrier_lost: { status: 410, retryable: true },
  source_missing: { status: 422, retryable: false },
  row_unreadable: { status: 422, retryable: false },
  row_too_large: { status: 422, retryable: false },
  group_too_large: { status: 422, retryable: false },
  disk_full: { status: 507, retryable: false },
  memory_full: { status: 507, retryable: false },
  file_unwritable: { status: 507, retryable: false },
  checkpoint_lost: { status: 410, retryable: false },
  owned_elsewhere: { status: 409, retryable: false },
  other_release: { status: 409, retryable: false },
  storage_full: { status: 507, retryable: false },
  order_invalid: { status: 400, retryable: false },
  order_unkept: { status: 507, retryable: false },
  download_cancelled: { status: 499, retryable: false },
  rows_missing: { status: 409, retryable: false },
  worker_died: { status: 500, retryable: true },
  internal: { status: 500, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const errorCodeSchema = v.picklist(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

export const errorBodySchema = v.object({
  code: errorCodeSchema,
  message: v.string(),
  retryable: v.boolean(),
  /** Milliseconds to wait before asking again, when the other side said so. */
  retryAfter: v.optional(v.number()),
  /** For `query_invalid`: where in the query, string or DSL, the fault lies, in characters from 0. */
  position: v.optional(v.number()),
  /** For `forbidden`: an index expression that leaves out what may not be read. */
  instead: v.optional(v.string()),
});

/** An error as it crosses a boundary. */
export type ErrorBody = v.InferOutput<typeof errorBodySchema>;

export type ErrorDetail = {
  retryAfter?: number | undefined;
  position?: number | undefined;
  instead?: string | undefined;
  /** Of a fault in JSON text: line and column from 1, until somebody who has the text makes a position of it. */
  at?: { line: number; column: number } | undefined;
  cause?: unknown;
};

/** The one error class: a stable code, a message for people that says what to do, and the cause. */
export class SluiceError extends Error {
  override readonly name = 'SluiceError';
  readonly code: ErrorCode;
  readonly retryAfter: number | undefined;
  readonly position: number | undefined;
  readonly instead: string | undefined;
  readonly at: ErrorDetail['at'];

  /** A message that quotes what came from elsewhere is cut: nobody reads more, and it may be as long as the other side likes. */
  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message.length > MAX_ERROR_CHARS ? `${message.slice(0, MAX_ERROR_CHARS)}…` : message, {
      cause: detail.cause,
    });
    this.code = code;
    this.retryAfter = detail.retryAfter;
    this.position = detail.position;
    this.instead = detail.instead;
    this.at = detail.at;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.position === undefined ? {} : { position: this.position }),
      ...(this.instead === undefined ? {} : { instead: this.instead }),
    };
  }

  static fromBody(body: ErrorBody): SluiceError {
    const { code, message, ...detail } = body;
    return new SluiceError(code, message, detail);
  }

  /** Any thrown value as a SluiceError; what is not one becomes `internal`, its text kept as the cause only. */
  static from(error: unknown): SluiceError {
    if (error instanceof SluiceError) return error;
    return new SluiceError('internal', 'Something unexpected went wrong.', { cause: error });
  }
}
