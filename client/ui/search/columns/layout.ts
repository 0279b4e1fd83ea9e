import * as v from 'valibot';
import { readSetting, writeSetting } from '../../lib/settings.ts';
import { encode } from '../address/address.ts';

const layoutSchema = v.object({
  /** The columns shown, in order; absent: all of them, as the rows have them. */
  columns: v.exactOptional(v.array(v.string())),
  /** CSS pixels, of columns that were made wider or narrower. */
  widths: v.optional(v.record(v.string(), v.number()), {}),
  /** Columns that stand first, and stay in sight when the others are scrolled. */
  pinned: v.optional(v.array(v.string()), []),
});

/** How one index's rows are laid out. */
export type Layout = v.InferOutput<typeof layoutSchema>;

const keyOf = (index: string) => `table.${index}`;

/** What was chosen for this index expression before. */
export function readLayout(index: string): Layout {
  try {
    return v.parse(layoutSchema, JSON.parse(readSetting(keyOf(index)) ?? '{}'));
  } catch {
    return { widths: {}, pinned: [] };
  }
}

export function writeLayout(index: string, layout: Layout): void {
  writeSetting(keyOf(index), JSON.stringify(layout));
}

/** Characters of an address: servers refuse those of more than 8 KB. */
const MOST_CHARS = 4000;

/**
 * Columns as the address holds them: `date,origin`. A comma in a name is written as `%2C`. More of them than an address
 * has room for are left to what this browser remembers.
 */
export function writeColumns(columns: readonly string[]): string {
  const text = columns.map((name) => name.replace(/[%,]/g, encodeURIComponent)).join(',');
  return text.length > MOST_CHARS || encode(text).length > MOST_CHARS ? '' : text;
}

export function readColumns(text: string): string[] | undefined {
  const names = text.split(',').map((name) => name.replace(/%2C|%25/gi, decodeURIComponent));
  const known = new Set(names.filter((name) => name !== ''));
  return known.size > 0 ? [...known] : undefined;
}

/** A column taken one place to the left (-1) or right (1), or before or behind another one. */
export function moveColumn(columns: readonly string[], name: string, to: number): string[] {
  const rest = columns.filter((other) => other !== name);
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, name);
  return rest;
}

/** The pinned ones first; both they and the others as they stand. */
export function pinnedFirst(columns: readonly string[], pinned: ReadonlySet<string>): readonly string[] {
  if (pinned.size === 0) return columns;
  const isPinned = (name: string) => pinned.has(name);
  return [...columns.filter(isPinned), ...columns.filter((name) => !isPinned(name))];
}

/**
 * Columns as they stand in a list to choose from: at first those shown, as the table has them, then the others. From
 * then on one that is hidden stays where it stood, so that nothing moves away under the pointer.
 *
 * @param before how they stood
 */
export function keepPlaces(
  before: readonly string[],
  { shown, names }: { shown: readonly string[]; names: readonly string[] },
): string[] {
  const isShown = new Set(shown);
  const known = new Set([...shown, ...names]);
  const stood = before.filter((name) => known.has(name));
  const isThere = new Set(stood);
  const added = [...shown, ...names.filter((name) => !isShown.has(name))].filter((name) => !isThere.has(name));
  const next = shown[Symbol.iterator]();
  return [...stood, ...added].map((name) => (isShown.has(name) ? (next.next().value ?? name) : name));
}
