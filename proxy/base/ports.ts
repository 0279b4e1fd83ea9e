import type { ErrorCode } from '../../shared/errors.ts';

/** What the proxy needs of the runtime it runs on; `adapters/` wires it. */

/** Structured log lines. Fields never hold credentials or tickets, and queries only in the audit's lines. */
export interface Logger {
  /** Who did what: written whatever the lowest level, unless AUDIT_LOG is off. `fields.audit` names the event. */
  audit(fields: { audit: string } & Record<string, unknown>, message: string): void;
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger whose lines all carry `fields`. */
  child(fields: Record<string, unknown>): Logger;
}

export type Counter = 'exports_planned' | 'pages' | 'page_bytes' | 'snapshots_opened' | 'snapshots_released';
export type Gauge = 'sockets_open' | 'reads_in_flight';

export type Tally = {
  counters: Readonly<Record<Counter, number>>;
  gauges: Readonly<Record<Gauge, number>>;
  errors: Readonly<Partial<Record<ErrorCode, number>>>;
};

export interface Metrics {
  add(name: Counter, by?: number): void;
  failed(code: ErrorCode): void;
  move(name: Gauge, by: 1 | -1): void;
  /** Milliseconds from a page's request to its last byte taken by the client. */
  pageTook(ms: number): void;
  /** The same counts as numbers. */
  tally(): Tally;
  /** All figures in Prometheus' text format. */
  render(): Promise<{ contentType: string; text: string }>;
}

/** Timers, so that tests need no sleeping. Times in ms. */
export interface Clock {
  now(): number;
  /** Runs `run` once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
