import type { Reader } from '../../shared/request.ts';
import { makePitReader } from './pit-reader.ts';
import type { PageReader } from './reader.ts';
import { makeScrollReader } from './scroll-reader.ts';

export type Readers = Record<Reader, PageReader>;

/** `keepAlive` as OpenSearch takes it. */
export function makeReaders(keepAlive: string): Readers {
  return { pit: makePitReader(keepAlive), scroll: makeScrollReader(keepAlive) };
}
