import { parentsOf } from '../../../shared/columns.ts';
import type { Cell } from '../../../shared/flatten.ts';
import type { TypedFormat } from '../../../shared/request.ts';
import type { SampleRow } from '../../export/typed-size.ts';
import type { Sample } from './sample.ts';

/** Cells that are worth writing to foretell a file's size: of thousands of columns fewer rows. */
const MOST_CELLS = 200_000;
const LEAST_ROWS = 16;

type Rows = Pick<Sample, 'rows' | 'indices' | 'ids'>;

/** The sample's rows as a file of typed columns has them. */
export function sampleRows({ rows, indices, ids }: Rows, format: TypedFormat): SampleRow[] {
  const names = format.columns.map(({ name }) => name);
  const taken = new Set(names);
  const count = Math.max(LEAST_ROWS, Math.floor(MOST_CELLS / Math.max(1, names.length)));
  return rows.slice(0, count).map((row, i) => {
    const own: Record<string, string | undefined> = format.ids ? { _index: indices[i], _id: ids[i] } : {};
    const cells = names.map((name) => idCell(own[name]) ?? row.get(name));
    return format.rest ? [...cells, restOf(row, taken)] : cells;
  });
}

function idCell(text: string | undefined): Cell | undefined {
  return text === undefined ? undefined : { text, raw: false };
}

/** What no column takes, about as `_rest` holds it. */
function restOf(row: ReadonlyMap<string, Cell>, taken: ReadonlySet<string>): Cell | undefined {
  const members: string[] = [];
  for (const [name, { text, raw, listed }] of row) {
    if (listed || taken.has(name) || parentsOf(name).some((above) => taken.has(above))) continue;
    members.push(`${JSON.stringify(name)}:${raw ? text || 'null' : JSON.stringify(text)}`);
  }
  return members.length === 0 ? undefined : { text: `{${members.join(',')}}`, raw: true };
}
