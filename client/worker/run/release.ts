import type { ExportReport } from '../../../shared/protocol.ts';
import type { Clock } from '../util/clock.ts';
import type { ReconnectingSocket } from './reconnecting-socket.ts';

/** How long the end of an export waits for the proxy to close the snapshots, ms; they expire by themselves. */
const WAIT_MS = 3_000;

type Deps = { socket: ReconnectingSocket; clock: Clock };

/** Closes the snapshots and tells how the export ended, as far as the proxy can be reached; never rejects. */
export async function release(
  tickets: readonly string[],
  report: ExportReport,
  { socket, clock }: Deps,
): Promise<void> {
  const released = socket.get().then(async (connection) => {
    connection.report(report);
    if (tickets.length > 0) await connection.release(tickets);
  });
  await Promise.race([released.catch(() => {}), clock.sleep(WAIT_MS)]);
}
