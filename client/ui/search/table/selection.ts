/** Rows that were picked, by their places; `anchor` is where a range begins. */
export type Selection = { readonly anchor: number; readonly rows: ReadonlySet<number> };

export const NONE: Selection = { anchor: 0, rows: new Set() };

export function onlyRow(row: number): Selection {
  return { anchor: row, rows: new Set([row]) };
}

/** With a row, or without it; ranges begin there. */
export function toggled({ rows }: Selection, row: number): Selection {
  const next = new Set(rows);
  if (!next.delete(row)) next.add(row);
  return { anchor: row, rows: next };
}

/** All between the anchor and a row, both included, and no other. */
export function reaching(anchor: number, row: number): Selection {
  const first = Math.min(anchor, row);
  return { anchor, rows: new Set(Array.from({ length: Math.abs(anchor - row) + 1 }, (_, i) => first + i)) };
}
