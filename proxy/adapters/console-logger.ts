import type { Config } from '../config.ts';
import type { Logger } from '../ports.ts';
import { errorForLog } from './error-for-log.ts';

/** Pino's numbers, so that the lines of every runtime read alike. */
const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: Number.POSITIVE_INFINITY };

/** JSON lines on the console, for runtimes without pino. */
export function makeConsoleLogger(lowest: Config['logLevel'], bound: object = {}): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (LEVELS[level] < LEVELS[lowest]) return;
    const line: Record<string, unknown> = { level: LEVELS[level], time: Date.now(), ...bound, ...fields };
    if ('err' in line) line.err = errorForLog(line.err);
    // biome-ignore lint/suspicious/noConsole: where these runtimes' logs come from
    console.log(JSON.stringify({ ...line, msg: message }));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => makeConsoleLogger(lowest, { ...bound, ...fields }),
  };
}
