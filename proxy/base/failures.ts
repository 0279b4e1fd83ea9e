import type { ErrorCode, SluiceError } from '../../shared/errors.ts';
import type { Logger, Metrics } from './ports.ts';

/** The texts of these may quote what the client sent, a query among it, which is the user's own. */
const QUOTE_THE_CLIENT: ReadonlySet<ErrorCode> = new Set(['bad_request', 'bad_frame', 'query_invalid']);

/** Counts and logs an error that a client is told. `fields` say which request it ends. */
export function noteFailure(
  { logger, metrics }: { logger: Logger; metrics: Metrics },
  error: SluiceError,
  fields: Record<string, unknown>,
): void {
  const { code, cause, message } = error;
  metrics.failed(code);
  const level = code === 'internal' ? 'error' : 'info';
  logger[level]({ ...fields, code, err: cause }, QUOTE_THE_CLIENT.has(code) ? 'refused' : message);
}
