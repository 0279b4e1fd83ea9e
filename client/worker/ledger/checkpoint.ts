import type { Chunk } from '../../../shared/chunk.ts';
import type { DateFormats } from '../../../shared/dates/date-formats.ts';
import type { DocumentName } from '../../../shared/json/row-unreadable.ts';
import type { ExportRequest, Reader } from '../../../shared/request.ts';

/** From here an export goes on: what is left to read, and how many bytes of the spool count. */
export type Checkpoint = {
  readonly id: string;
  readonly request: ExportRequest;
  readonly reader: Reader;
  /** The tickets hold the search's digest only. */
  readonly apart?: true;
  readonly shards: readonly ShardCheckpoint[];
  /** Rows and bytes in the spool; the spool may be longer, never shorter. */
  readonly rows: number;
  readonly bytes: number;
  /** The file that the person picked for it; without one it goes on into a new download. */
  readonly picked?: FileSystemFileHandle;
  readonly unplaced: ReadonlyMap<string, number>;
  /** How the rows' dates are read, where they are written in a zone, and those that stayed; neither is there of an export that an older version began. */
  readonly dates?: DateFormats;
  readonly undated?: ReadonlyMap<string, number>;
  /** The first documents that were left out, as they cannot be read. */
  readonly leftOut?: readonly DocumentName[];
  readonly retries: number;
  /** Time spent so far, ms. */
  readonly elapsedMs: number;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly savedAt: number;
};

export type ShardCheckpoint = {
  readonly index: string;
  readonly shard: number;
  readonly ticket: string;
  readonly expected: number;
  readonly written: number;
  /** As in `Shard`; one of a release before this has none. */
  readonly writes?: number;
  readonly leftOut?: number;
  readonly expectedSum?: number;
  readonly seqNoSum?: number;
  readonly left: readonly Chunk[];
};

/** Where checkpoints lie. */
export interface CheckpointStore {
  get(id: string): Promise<Checkpoint | undefined>;
  list(): Promise<Checkpoint[]>;
  /** In one transaction: after a crash there is the old one or the new one. */
  put(checkpoint: Checkpoint): Promise<void>;
  remove(id: string): Promise<void>;
}
