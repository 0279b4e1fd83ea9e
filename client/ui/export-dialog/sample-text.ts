import { parentsOf } from '../../../shared/columns.ts';
import type { CsvFormat, DocumentFormat, TextFormat } from '../../../shared/request.ts';
import type { Sample } from './sample.ts';

/** Text of the sample that is worth packing. */
const MAX_CHARS = 256 * 1024;

type Rows = Pick<Sample, 'rows' | 'indices' | 'ids'>;

/** About what the file will hold of the sample's rows, to find out how well that packs: by what is in it, not by its signs. */
export function sampleText(sample: Rows, format: TextFormat): string {
  const lineOf = format.kind === 'csv' ? csvLine(sample, format) : documentLine(sample, format);
  const lines: string[] = [];
  let chars = 0;
  for (let i = 0; i < sample.rows.length && chars <= MAX_CHARS; i++) {
    const line = lineOf(i);
    lines.push(line);
    chars += line.length;
  }
  return lines.join('\r\n');
}

function csvLine({ rows, indices, ids }: Rows, { columns, delimiter, ids: hasIds }: CsvFormat): (i: number) => string {
  return (i) => {
    const own: Record<string, string | undefined> = hasIds ? { _index: indices[i], _id: ids[i] } : {};
    return columns.map((name) => own[name] ?? rows[i]?.get(name)?.text ?? '').join(delimiter);
  };
}

function documentLine({ rows, indices, ids }: Rows, { columns, ids: hasIds }: DocumentFormat): (i: number) => string {
  const chosen = columns && new Set(columns);
  const isIn = (name: string, listed: boolean) => {
    // What an array holds stands in it already.
    if (!chosen) return !listed;
    return chosen.has(name) || (!listed && parentsOf(name).some((above) => chosen.has(above)));
  };
  return (i) => {
    const own = hasIds ? [indices[i], ids[i]] : [];
    const cells = [...(rows[i] ?? [])].filter(([name, { listed = false }]) => isIn(name, listed));
    return JSON.stringify([...own, Object.fromEntries(cells.map(([name, { text }]) => [name, text]))]);
  };
}
