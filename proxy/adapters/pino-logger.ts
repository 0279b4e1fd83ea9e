import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import type { Logger } from '../base/ports.ts';
import type { Config } from '../config/config.ts';
import { errorForLog } from './error-for-log.ts';

/** JSON lines on standard output, or to `destination`. */
export function makePinoLogger(
  { logLevel, auditLog }: Pick<Config, 'logLevel' | 'auditLog'>,
  destination?: DestinationStream,
): Logger {
  const options = { level: logLevel, base: null, serializers: { err: errorForLog } };
  const lines = destination ? pino(options, destination) : pino(options);
  return withAudit(lines, auditLog);
}

function withAudit(lines: Pino, auditLog: boolean): Logger {
  const audit = lines.child({}, { level: auditLog ? 'info' : 'silent' });
  return {
    audit: (fields, message) => audit.info(fields, message),
    debug: (fields, message) => lines.debug(fields, message),
    info: (fields, message) => lines.info(fields, message),
    warn: (fields, message) => lines.warn(fields, message),
    error: (fields, message) => lines.error(fields, message),
    child: (fields) => withAudit(lines.child(fields), auditLog),
  };
}
