import type { Order, SortableType } from '../../../shared/order.ts';

/**
 * One key of a sorted export. Its type is that of the whole export: where indices differ, OpenSearch gives all values as of that one.
 *
 * - Integers, dates (ms), `date_nanos` (ns) and booleans (0 and 1) are compared exactly, signed and unsigned alike.
 * - Floating-point numbers are compared as Java's `Double.compare` does, so that -0.0 stands before 0.0.
 * - Keywords are compared by UTF-8 bytes. A `version` too: OpenSearch sorts it by a text that it has made for that (numbers of 20
 *   digits, `~` behind a release, so that it stands behind its pre-releases), and gives that as sort value.
 * - Addresses are compared by 16 bytes, IPv4 as `::ffff:…`.
 */
export type SortKey = {
  readonly type: SortableType;
  readonly order: 'asc' | 'desc';
  /**
   * The JSON text of a row without a value, which no row with one has. Undefined where each text may be a value: then the value comes
   * twice, with what is missing once below and once above it, and a row lacks it where the two differ.
   */
  readonly missing: string | undefined;
};

/** Lucene takes no text of more than 32,766, and two stand around it. Bytes. */
const TEXT_BYTES = 32_768;
/** Each other value, and where the row comes from, takes less. Bytes. */
const SHORT_BYTES = 32;

/** Bytes that a row's key may have, but for texts of the bytes 0 and 1, which are written as two. */
export function mostKeyBytes(order: Order): number {
  return order.reduce((sum, { type }) => sum + (isText(type) ? TEXT_BYTES : SHORT_BYTES), SHORT_BYTES);
}

function isText(type: SortableType): boolean {
  return type === 'keyword' || type === 'version';
}
