import type { Reader } from '../../shared/request.ts';
import { makePitReader } from './pit-reader.ts';
import type { PointsInTime } from './pits.ts';
import type { PageReader } from './reader.ts';
import { makeScrollReader } from './scroll-reader.ts';

export type Readers = Record<Reader, PageReader>;

/** `keepAlive` as OpenSearch takes it. */
export function makeReaders(keepAlive: string, pits: PointsInTime): Readers {
  return { pit: makePitReader(keepAlive, pits), scroll: makeScrollReader(keepAlive) };
}
