import type { Chunk } from '../../../shared/chunk.ts';
import type { Order } from '../../../shared/order.ts';
import type { ClientMessage, Encoding } from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';

/** Told of a plan that takes its time: how many of its indices are done. */
export type OnPlanning = (done: number, of: number) => void;

/** `order`: what the rows will be sorted by. */
export type PlanOf = {
  exportId: string;
  search: Search;
  reader: Reader | undefined;
  order?: Order | undefined;
  onProgress?: OnPlanning;
};

/** `without`: ids to leave out. */
export type ReadOf = { ticket: string; chunk: Chunk; size: number; encoding: Encoding; without?: string[] };

/** @param asked  the search, or the digest of one that was sent before */
export function planMessage(
  id: number,
  { reader, exportId, order, onProgress }: PlanOf,
  asked: { search: Search } | { digest: string },
): ClientMessage {
  return {
    ...{ type: 'plan', id, exportId, ...asked },
    ...(reader ? { reader } : {}),
    ...(order ? { order } : {}),
    ...(onProgress ? { progress: true } : {}),
  };
}
