import type { ExportReport } from '../../shared/protocol.ts';
import type { Search } from '../../shared/search.ts';
import type { Clock, Logger } from '../base/ports.ts';
import { queryForLog } from '../query/for-log.ts';

/** Exports that one socket may have a line open for: the oldest is ended for one more. The app has one a socket. */
const MAX_OPEN = 64;

export type Told = { user: string; exportId: string; search: Search };
type Open = Omit<Told, 'search'> & { index: string; began: number; pages: number; bytes: number };

/**
 * Who exported what: a line when an export begins on a socket, by a plan or by going on with an earlier one, and a line
 * when it ends there. What was sent is the proxy's to vouch for (pages and bytes, which it counts, but no rows, since it
 * parses none). How it ended only the client knows: `verdict` is what it reported, `unknown` when the socket closed
 * before. An export over several sockets has a pair of lines for each, with the same `exportId`.
 */
export class Audit {
  readonly #open = new Map<string, Open>();
  readonly #logger: Logger;
  readonly #clock: Clock;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  planned(told: Told, found: { indices: readonly string[]; shards: number; rows: number }): void {
    this.#begin('export_begun', told, found);
  }

  /** A ticket is used: the first of an export that was not planned here. */
  used(told: Told): void {
    if (!this.#open.has(told.exportId)) this.#begin('export_continued', told, {});
  }

  sent(exportId: string, bytes: number): void {
    const open = this.#open.get(exportId);
    if (!open) return;
    open.pages += 1;
    open.bytes += bytes;
  }

  /** The client says how the export ended; one that this socket knows nothing of cannot be ended. */
  reported({ exportId, verdict, rows }: ExportReport): void {
    this.#end(exportId, { verdict, rows });
  }

  /** The socket is gone. */
  close(): void {
    for (const exportId of [...this.#open.keys()]) this.#end(exportId, { verdict: 'unknown' });
  }

  #begin(audit: string, told: Told, found: object): void {
    const { user, exportId, search } = told;
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) this.#end(oldest, { verdict: 'unknown' });
    const { index } = search;
    this.#open.set(exportId, { user, exportId, index, began: this.#clock.now(), pages: 0, bytes: 0 });
    this.#logger.audit(
      { audit, user, exportId, index, query: queryForLog(search), ...found },
      audit === 'export_begun' ? 'export begun' : 'export goes on',
    );
  }

  #end(exportId: string, said: { verdict: string; rows?: number }): void {
    const open = this.#open.get(exportId);
    if (!open) return;
    this.#open.delete(exportId);
    const { user, index, pages, bytes, began } = open;
    const line = { user, exportId, index, ...said, pages, bytes, ms: this.#clock.now() - began };
    this.#logger.audit({ audit: 'export_ended', ...line }, 'export ended');
  }
}
