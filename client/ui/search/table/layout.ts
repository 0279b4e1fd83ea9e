import * as v from 'valibot';
import { readSetting, writeSetting } from '../../lib/settings.ts';

const layoutSchema = v.object({
  /** The columns shown, in order; absent: all of them, as the rows have them. */
  columns: v.exactOptional(v.array(v.string())),
  /** CSS pixels, of columns that were made wider or narrower. */
  widths: v.optional(v.record(v.string(), v.number()), {}),
});

/** How one index's rows are laid out. */
export type Layout = v.InferOutput<typeof layoutSchema>;

const keyOf = (index: string) => `table.${index}`;

/** What was chosen for this index expression before. */
export function readLayout(index: string): Layout {
  try {
    return v.parse(layoutSchema, JSON.parse(readSetting(keyOf(index)) ?? '{}'));
  } catch {
    return { widths: {} };
  }
}

export function writeLayout(index: string, layout: Layout): void {
  writeSetting(keyOf(index), JSON.stringify(layout));
}

/** Columns as the address holds them: `date,origin`. A comma in a name is written as `%2C`. */
export function writeColumns(columns: readonly string[]): string {
  return columns.map((name) => name.replace(/[%,]/g, encodeURIComponent)).join(',');
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
