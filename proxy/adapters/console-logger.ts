import type { Logger } from '../base/ports.ts';
import type { Config } from '../config/config.ts';
import { errorForLog } from './error-for-log.ts';

/** Pino's numbers, so that the lines of every runtime read alike. */
const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: Number.POSITIVE_INFINITY };

type Settings = Pick<Config, 'logLevel' | 'auditLog'>;

/** JSON lines on the console, for runtimes without pino. */
export function makeConsoleLogger(settings: Settings, bound: object = {}): Logger {
  const { logLevel, auditLog } = settings;
  const write = (level: 'debug' | 'info' | 'warn' | 'error', wanted: boolean) => (fields: object, message: string) => {
    if (!wanted) return;
    const line: Record<string, unknown> = { level: LEVELS[level], time: Date.now(), ...bound, ...fields };
    if ('err' in line) line.err = errorForLog(line.err);
    // biome-ignore lint/suspicious/noConsole: where these runtimes' logs come from
    console.log(JSON.stringify({ ...line, msg: message }));
  };
  const from = (level: 'debug' | 'info' | 'warn' | 'error') => write(level, LEVELS[level] >= LEVELS[logLevel]);
  return {
    audit: write('info', auditLog),
    debug: from('debug'),
    info: from('info'),
    warn: from('warn'),
    error: from('error'),
    child: (fields) => makeConsoleLogger(settings, { ...bound, ...fields }),
  };
}
