import { createMemo } from 'solid-js';
import { MOST_DATE_FIELDS } from '../../../../shared/dates/date-formats.ts';
import type { Hit } from '../../../../shared/http.ts';
import { createAnswer } from '../state/create-answer.ts';
import type { SearchPort } from '../state/create-search.ts';
import { type Zone, zone } from '../time/page-zone.ts';
import { datesSomewhere, zoneName } from '../time/times.ts';
import { type CellView, cellsOf, viewOf } from '../values/cells.ts';

type Options = { search: SearchPort; shown: () => readonly string[] };

/**
 * What the table's cells show: values as they are stored, and dates in this browser's zone where that is chosen. How the
 * indices read their dates is asked then, once for an index; until it is known, and where it cannot be, all stays as it is
 * stored.
 */
export function createDates({ search, shown }: Options) {
  const all = createMemo(() => new Set(datesSomewhere(search.found()?.fields ?? [])));
  const asked = () => {
    const index = search.found()?.search.index;
    if (zone() !== 'own' || index === undefined || all().size === 0) return undefined;
    const fields = all().size <= MOST_DATE_FIELDS ? [...all()] : shown().filter((name) => all().has(name));
    return fields.length === 0 ? undefined : { index, q: '', fields: fields.slice(0, MOST_DATE_FIELDS) };
  };
  const { value } = createAnswer(asked, async (request, signal) => {
    // Most people never ask for it.
    const [cells, { postDateFormats }] = await Promise.all([
      import('../values/zoned-cells.ts'),
      import('../../lib/ask-fields.ts'),
    ]);
    return cells.makeZonedCells(await postDateFormats(request, signal), zoneName());
  });

  function textOf(hit: Hit, field: string): string | undefined {
    const zoned = all().has(field) ? value() : undefined;
    const cell = zoned && cellsOf(hit).get(field);
    return zoned && cell && zoned.textOf({ index: hit._index, field }, cell);
  }

  return {
    /** A cell's text where it is not as it is stored. */
    textOf,
    viewOf(hit: Hit | undefined, field: string): CellView {
      const cell = hit && cellsOf(hit).get(field);
      const text = hit && textOf(hit, field);
      return viewOf(cell && text !== undefined ? { text, raw: false } : cell);
    },
    /** What a column's dates are in; undefined for a column of none. */
    zoneOf: (field: string): Zone | undefined =>
      all().has(field) ? (value()?.reads(field) ? 'own' : 'stored') : undefined,
  };
}

export type Dates = ReturnType<typeof createDates>;
