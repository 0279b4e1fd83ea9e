import { MIN_WIDTH } from '../columns/columns.ts';

/** What the pinned columns may take of the table's width, so that there is room to scroll the others. */
const MOST_OF_ROOM = 0.6;

/** CSS pixels: of each column in its order; and where those end that stay in sight, the first `stuck` of them. */
export type PinnedColumns = { readonly widths: readonly number[]; readonly stuck: number; readonly edge: number };

/**
 * Which pinned columns stay in sight: as many from the first as have room, the others scroll. The first always does, and
 * is made narrower where it alone is too wide.
 *
 * @param widths CSS pixels of the columns, the pinned ones first
 * @param room CSS pixels of the table that are in sight; 0 while that is not known
 */
export function placePinned(
  widths: readonly number[],
  { pinned, room }: { pinned: number; room: number },
): PinnedColumns {
  const most = room === 0 ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, Math.floor(room * MOST_OF_ROOM));
  let [stuck, edge] = [0, 0];
  const placed = widths.map((width, i) => (i === 0 && pinned > 0 ? Math.min(width, most) : width));
  for (const width of placed.slice(0, pinned)) {
    if (edge + width > most) break;
    edge += width;
    stuck += 1;
  }
  return { widths: placed, stuck, edge };
}
