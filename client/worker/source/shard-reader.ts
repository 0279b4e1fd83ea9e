import type { Chunk } from '../../../shared/chunk.ts';
import type { Rows } from '../scan/scanner.ts';
import type { PageResult } from './read-page.ts';
import type { Snapshot } from './snapshot.ts';

/** How a page is asked for. */
export type Question = {
  ticket: string;
  /** Rows. */
  size: number;
  /** Rows that came before and are not finished: they come first. */
  carry: Rows | undefined;
  /** Only rows that are all there is are taken: the page is to learn how large they are. */
  isProbe: boolean;
};

/** Where a reader goes on behind a page, if that is more than a position. */
export type Place = { readonly ticket: string | undefined; readonly carry: Rows | undefined };

/** What follows from a page: the rows that are finished, and where its shard's reading goes on. */
export type Settled = {
  rows: readonly Rows[];
  /** What is left of the chunk; undefined when it is read to its end. */
  left: Chunk | undefined;
  place?: Place;
  /** The page was one group of equal sequence numbers from end to end: ask for more rows at once. */
  onlyOneGroup: boolean;
  /** Rows of the shard by the page's own count, where its snapshot is as old as this page. */
  counted?: number | undefined;
  /** Nothing of the page is taken, and these are closed: its rows are read again. */
  refused?: readonly string[];
};

/** How one shard is read: by a point in time, or by scrolls. What it has open, and where it is in it, is its own. */
export interface ShardReader {
  readonly snapshot: Snapshot;
  /** Several reads side by side are possible. */
  readonly isParallel: boolean;
  /** Every ticket that may hold something open at the proxy. */
  readonly tickets: string[];
  /** How the next page is asked for, where `rows` of it fit; `isMeasured`: how large they are is known. */
  ask(rows: number, isMeasured: boolean): Question;
  /** @throws page_malformed when the page does not say how to go on */
  settle(result: PageResult, asked: Question & { chunk: Chunk }): Settled;
  /** The rows of a page are in the file; `isNext`: another chunk follows. @returns tickets to be closed */
  goOn(place: Place | undefined, isNext: boolean): string[];
  /** A page of `size` rows came whole, where `rows` would fit. */
  learn(size: number, rows: number): void;
  /** A page ended before a document that cannot be read, after so many rows. @returns tickets to be closed */
  part(rows: number): string[];
  /** What is left is read from the position on. */
  dropPlace(): void;
  /** These could not be closed. */
  keep(tickets: readonly string[]): void;
}

/** What the ways to read differ in before there is a shard. */
export type Strategy = {
  /** Rows of a chunk, where the proxy says so many. */
  chunkRows(most: number): number;
  /** Shards that are read in turns, their snapshots all open; the others are read one after another. */
  readonly inTurns: number;
  makeReader(snapshot: Snapshot): ShardReader;
};
