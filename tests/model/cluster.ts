import { makePageStream, type PageStream } from '../../client/worker/socket/page-stream.ts';
import type { ProxySocket } from '../../client/worker/socket/proxy-socket.ts';
import { SluiceError } from '../../shared/errors.ts';
import { type Order, SORT_VALUES } from '../../shared/order.ts';
import type { Reader } from '../../shared/request.ts';
import type { World } from './world.ts';

/** `open`: it ends in a comment without an end, so that it cannot be read. */
export type Row = { seqNo: number; id: string; source: string; open: boolean; by: RowValues };
/** What it may be sorted by: a small number, which it may lack, and a word. */
export type RowValues = { n: number | undefined; word: string };
/** What a read meets. */
export type Fault = 'none' | 'busy' | 'socket' | 'broken' | 'snapshot' | 'proxy away' | 'cluster away';
export type ClusterOptions = {
  shards: readonly (readonly Row[])[];
  reader: Reader;
  batchSize: number;
  maxChunkSize: number;
  maxRetries: number;
  faults: readonly Fault[];
  /** Where pages are said to be best ended, from a chunk's beginning: it need not be within the chunk, nor true. */
  seams: readonly number[];
  /** The plan opens no snapshot; each shard's is opened when its turn comes. */
  lazy: boolean;
  order?: Order | undefined;
  /** ms */
  downloadTimeout?: number;
};

/** For longer than retries last, and than a look waits at most. */
const AWAY_MS = 90_000;
/** Snapshots that are opened at once. */
const OPENS = 3;

/** A simulated cluster behind a simulated proxy. Its rows do not change; its snapshots can be lost, its answers broken off. */
export class Cluster {
  /** Rows handed out, counted again each time. */
  served = 0;
  readonly #options: ClusterOptions;
  readonly #scrolls = new Map<number, readonly Row[]>();
  #reads = 0;
  #generation = 0;
  #lostBefore = 0;
  #awayUntil = 0;
  #proxyIsAway = false;

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  get byShard(): readonly (readonly Row[])[] {
    return this.#options.shards;
  }

  get rows(): Row[] {
    return this.#options.shards.flat();
  }

  async connect(world: World): Promise<ProxySocket> {
    await world.step();
    if (this.#proxyIsAway) this.#assertThere(world);
    let lost = false;
    const { reader, shards, batchSize, maxChunkSize, maxRetries, lazy } = this.#options;
    const hello = {
      type: 'hello' as const,
      batchSize,
      maxChunkSize,
      maxRetries,
      downloadTimeout: this.#options.downloadTimeout ?? 1e9,
      pingInterval: 1,
      pingTimeout: 1,
      opens: OPENS,
    };
    return {
      hello,
      get lost() {
        return lost;
      },
      hold: async () => '',
      plan: async () => {
        await world.step();
        this.#assertThere(world);
        return {
          reader,
          shards: shards.map((rows, shard) => ({
            ticket: lazy ? `${shard}:0` : this.#ticket(shard),
            index: 'i',
            shard,
            highest: rows.at(-1)?.seqNo ?? -1,
            rows: rows.length,
            sum: rows.reduce((sum, { seqNo }) => sum + seqNo, 0),
            writes: 0,
            opened: !lazy,
          })),
        };
      },
      open: async (tickets) => {
        await world.step();
        this.#assertThere(world);
        // There may be room for some of them only.
        return tickets.map((ticket, i) =>
          i === tickets.length - 1 ? null : this.#ticket(Number(ticket.split(':')[0])),
        );
      },
      reopen: async (ticket) => {
        await world.step();
        this.#assertThere(world);
        return this.#ticket(Number(ticket.split(':')[0]));
      },
      locate: async ({ ticket, document }) => {
        await world.step();
        this.#assertThere(world);
        const rows = shards[Number(ticket.split(':')[0])] ?? [];
        return rows.filter(({ id }) => id === document).map(({ seqNo }) => seqNo);
      },
      seams: async ({ chunk }) => {
        await world.step();
        this.#assertThere(world);
        return this.#options.seams.map((seam) => chunk.after + seam);
      },
      recount: async (tickets) => tickets.map((ticket) => shards[Number(ticket.split(':')[0])]?.length ?? 0),
      release: async (tickets) => tickets.length,
      report: () => {},
      read: (of) => {
        const page = makePageStream({ ack: () => {}, cancel: () => {} });
        void this.#serve(world, of, { page, lose: () => (lost = true) });
        return page;
      },
      close: () => {
        lost = true;
      },
    };
  }

  #awayError(world: World): SluiceError | undefined {
    if (world.now() >= this.#awayUntil) return undefined;
    return new SluiceError(this.#proxyIsAway ? 'socket_lost' : 'opensearch_unreachable', 'away');
  }

  #assertThere(world: World): void {
    const away = this.#awayError(world);
    if (away) throw away;
  }

  #ticket(shard: number, after?: number): string {
    this.#generation += 1;
    return [shard, this.#generation, ...(after === undefined ? [] : [after])].join(':');
  }

  #scroll(shard: number, rows: readonly Row[], place: number): string {
    const ticket = this.#ticket(shard, place);
    this.#scrolls.set(this.#generation, rows);
    return ticket;
  }

  async #serve(
    world: World,
    of: Parameters<ProxySocket['read']>[0],
    to: { page: PageStream; lose(): void },
  ): Promise<void> {
    await world.step();
    const fault = this.#options.faults[this.#reads++] ?? 'none';
    const [shard = 0, generation = 0, place] = of.ticket.split(':').map(Number);
    if (fault === 'proxy away' || fault === 'cluster away') {
      this.#awayUntil = world.now() + AWAY_MS;
      this.#proxyIsAway = fault === 'proxy away';
    }
    const away = this.#awayError(world);
    if (away?.code === 'socket_lost') to.lose();
    if (away) return to.page.fail(away);
    if (fault === 'snapshot') this.#lostBefore = this.#generation;
    if (fault === 'busy') return to.page.fail(new SluiceError('opensearch_busy', 'busy'));
    if (generation <= this.#lostBefore) return to.page.fail(new SluiceError('snapshot_lost', 'lost'));
    const rows = this.#options.shards[shard] ?? [];
    // A scroll goes on in the rows of its first page's chunk, whatever chunk is named.
    const scroll = place === undefined ? undefined : this.#scrolls.get(generation);
    const found = scroll ?? rows.filter((row) => isAsked(row, of));
    const from = found.slice(place ?? 0);
    const hits = from.slice(0, of.size);
    this.served += hits.length;
    const total = this.#options.reader === 'scroll' ? from.length : undefined;
    const bytes = new TextEncoder().encode(pageText(hits, total, this.#options.order));
    to.page.begin('identity');
    const cut = fault === 'broken' || fault === 'socket' ? Math.floor(bytes.byteLength / 2) : bytes.byteLength;
    for (let at = 0; at < cut; at += 97) {
      await world.step();
      to.page.frame(bytes.slice(at, Math.min(cut, at + 97)));
    }
    if (fault === 'socket') {
      to.lose();
      return to.page.fail(new SluiceError('socket_lost', 'lost'));
    }
    if (fault === 'broken') return to.page.fail(new SluiceError('opensearch_failed', 'broken'));
    await world.step();
    to.page.end({
      bytes: bytes.byteLength,
      ...(this.#options.reader === 'scroll' ? { ticket: this.#scroll(shard, found, (place ?? 0) + hits.length) } : {}),
    });
  }
}

function sortsOf({ n, word }: RowValues, order: Order | undefined): string[] {
  return (order ?? []).map(({ field }) =>
    field === 'n' ? `${n ?? SORT_VALUES.integer.missing}` : JSON.stringify(word),
  );
}

function isAsked({ seqNo, id }: Row, { chunk, without = [] }: Parameters<ProxySocket['read']>[0]): boolean {
  return seqNo > chunk.after && seqNo <= chunk.upTo && !without.includes(id);
}

function pageText(hits: readonly Row[], total: number | undefined, order: Order | undefined): string {
  const each = hits.map(
    ({ seqNo, id, source, open, by }) =>
      `{"_index":"i","_id":"${id}","_score":null,"_source":${source}${open ? '// never ends' : ''},"sort":[${[seqNo, ...sortsOf(by, order)].join()}]}`,
  );
  const count = total === undefined ? '' : `"total":{"value":${total},"relation":"eq"},`;
  return `{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{${count}"max_score":null,"hits":[${each.join(',')}]}}`;
}
