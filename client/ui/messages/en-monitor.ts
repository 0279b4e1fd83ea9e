import type { ErrorCode } from '../../../shared/errors.ts';
import { makeFigures } from '../lib/format.ts';

const f = makeFigures('en');

type Incident = { remedy: string; waitMs?: number; error: { code: ErrorCode } };

/** What was done about an error, and the Monitor page. */
export const enMonitor = {
  remedy: ({ remedy, waitMs = 0, error }: Incident) => {
    const { code } = error;
    const waited = f.duration(waitMs);
    if (remedy === 'retried' && (code === 'snapshot_lost' || code === 'ticket_expired')) {
      return 'Opened a new snapshot, read on to the old high-water mark';
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
};
