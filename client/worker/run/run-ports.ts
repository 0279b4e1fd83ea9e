import type { Encoding } from '../../../shared/protocol.ts';
import type { Sink } from '../../sink/sink.ts';
import type { Format } from '../encode/format.ts';
import type { ExportEvent } from '../events.ts';
import type { Keep } from '../ledger/keep.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import type { Connect } from './reconnecting-socket.ts';
import type { AskDateFormats } from './row-dates.ts';

/** What an export needs of the world around it. */
export type RunPorts = {
  connect: Connect;
  sink: Sink;
  format: Format;
  askDateFormats: AskDateFormats;
  emit(event: ExportEvent): void;
  clock: Clock;
  network: Network;
  /** ms since 1970. */
  wallClock(): number;
  /** In [0, 1). */
  random(): number;
  /** Settles when an export that was interrupted may take a slot among those that run. */
  slot(): Promise<void>;
  /** Where the browser can keep the export; `from` is where an earlier run of it got to. */
  keep?: Keep;
  budgetBytes?: number;
  /** As in `LedgerOptions`. */
  commitEvery?: { ms: number; bytes: number };
  /** How pages are asked for at first; gzip'd, where nothing is known of the line. */
  firstEncoding?: Encoding;
};
