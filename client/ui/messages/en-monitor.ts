import type { ErrorCode } from '../../../shared/errors.ts';
import { f, plural } from './en-words.ts';

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact' });

type Incident = { remedy: string; waitMs?: number; error: { code: ErrorCode } };

/** What was done about an error, and the Monitor page. */
export const enMonitor = {
  remedy: ({ remedy, waitMs = 0, error }: Incident) => {
    const { code } = error;
    const waited = f.duration(waitMs);
    if (remedy === 'retried' && (code === 'snapshot_lost' || code === 'ticket_expired')) {
      return 'Opened a new snapshot, read on to where the export was to end';
    }
    if (remedy === 'retried' && code === 'socket_lost')
      return `Connected again after ${waited}; nothing was read twice`;
    if (remedy === 'retried') return `Waited ${waited}, asked for the same page again`;
    if (remedy === 'interrupted') return 'Stopped and waits for Resume; the rows so far are kept';
    if (remedy === 'unkept') return 'Goes on, but not kept in this browser any more';
    if (remedy === 'orphaned') return 'What is kept waits for Resume, or for a new worker';
    if (remedy === 'counted') return 'Counted and reported: the verdict says Incomplete';
    return 'Ended the export; Retry makes a new file';
  },
  monitor: {
    title: 'Monitor',
    about: 'Last 5 minutes, every second',
    proxy: 'Proxy',
    asking: 'asking…',
    up: (ms: number) => `ready, up ${f.duration(ms)}`,
    lag: 'Event-loop lag',
    lagOf: (ms: number | null | undefined) =>
      ms === null ? 'its runtime cannot tell' : ms === undefined ? '–' : `${f.number(ms)} ms`,
    ping: 'Ping',
    ms: (ms: number | undefined) => (ms === undefined ? '–' : `${f.number(ms)} ms`),
    lookAt: 'Read the figures at',
    live: 'now',
    asTable: 'The figures as a table',
    rows: 'Rows a second',
    wire: 'On the wire',
    inFlight: 'In flight',
    memory: 'Worker memory',
    latency: 'Page latency',
    pageSize: 'Page size',
    retries: 'Retries',
    snapshots: 'Open snapshots',
    proxyMemory: 'Proxy memory',
    short: (value: number) => compact.format(value),
    perSecond: (bytes: string) => `${bytes}/s`,
    peak: (rate: number) => `peak ${f.number(rate)}`,
    reads: (count: number) => `${f.number(count)} ${plural(count, 'read', 'reads')} out`,
    memoryOf: (bytes: number) => `${f.memory(bytes)} MB`,
    budget: (bytes: number) => `budget ${f.memory(bytes)} MB`,
    noBudget: 'no worker runs',
    rowCount: (count: number) => `${f.number(count)} ${plural(count, 'row', 'rows')}`,
    limit: (rows: number) => `limit ${f.number(rows)}`,
    limitBytes: (bytes: number) => `limit ${f.memory(bytes)} MB`,
    inAll: (count: number) => `${f.number(count)} in all`,
    ofThisTab: 'of this tab',
    sockets: (count: number) => `${f.number(count)} ${plural(count, 'socket', 'sockets')}`,
    cannotTell: 'its runtime cannot tell',
    story: (what: string, done: string, file: string) => `${what} ${done} (${file}).`,
    log: {
      title: 'Error log',
      inADay: (count: number) => `${f.number(count)} in 24 hours`,
      filter: 'Filter the log',
      placeholder: 'Code, export or text',
      download: 'Download',
      clear: 'Clear log',
      none: 'Nothing has gone wrong here.',
      noneFound: 'Nothing in the log holds this.',
      columns: {
        time: 'time',
        code: 'code',
        what: 'what happened',
        done: 'what was done',
        file: 'export',
        times: 'times',
      },
    },
  },
};
