import type { DateField, DateFormats, DateFormatsRequest } from '../../shared/dates/date-formats.ts';
import { dateReader } from '../../shared/dates/format.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import { type FieldCaps, fieldCaps } from './field-caps.ts';
import { indicesReading, indicesWithRows } from './format-proof.ts';
import { formatsByIndex } from './format-text.ts';
import { reachOf } from './reach.ts';

/** Fields that are asked about side by side. */
const SIDE_BY_SIDE = 2;
/** More formats for one field are more questions than a dialog can wait for. */
const MOST_FORMATS = 8;

type Asked = { index: string; field: string; signal: AbortSignal };

/**
 * How the indices of an expression read dates, with read permission alone: each mapping's format, and whether OpenSearch
 * reads it just as we do. It takes a row to show that: nothing is said of an index without any.
 * @throws forbidden, bad_request, index_not_found, too_large, opensearch_*
 */
export async function listDateFormats(
  access: Access,
  { index: named, fields }: DateFormatsRequest,
  signal: AbortSignal,
): Promise<DateFormats> {
  const index = await reachOf(access, named, signal);
  const asked = [...new Set(fields)].filter((field) => !/[*?,]/.test(field));
  const caps = await fieldCaps(access, { index, fields: asked.join(','), dates: true }, signal);
  const filled = await indicesWithRows(access, index, signal);
  const byIndex = new Map<string, DateField[]>();
  await eachOf(asked, SIDE_BY_SIDE, async (field) => {
    for (const [name, read] of await readIn(access, { index, field, signal }, dateIndices(caps, field, filled))) {
      byIndex.set(name, [...(byIndex.get(name) ?? []), read]);
    }
  });
  return { groups: grouped(byIndex, asked) };
}

/** The indices with rows where a field is mapped as a date, each with whether as `date_nanos`. */
function dateIndices(caps: FieldCaps, field: string, filled: ReadonlySet<string>): Map<string, boolean> {
  const types = Object.values(caps.fields[field] ?? {}).filter(({ type }) => type === 'date' || type === 'date_nanos');
  return new Map(
    types.flatMap(({ type, indices }) =>
      (indices ?? caps.indices)
        .filter((name) => filled.has(name))
        .map((name) => [name, type === 'date_nanos'] as const),
    ),
  );
}

async function readIn(
  access: Access,
  asked: Asked,
  mapped: ReadonlyMap<string, boolean>,
): Promise<[string, DateField][]> {
  if (mapped.size === 0) return [];
  const byFormat = new Map<string, string[]>();
  // An index that does not map the field tells a format all the same: OpenSearch's own.
  for (const [name, format] of await formatsByIndex(access, asked)) {
    if (mapped.has(name)) byFormat.set(format, [...(byFormat.get(format) ?? []), name]);
  }
  const read: [string, DateField][] = [];
  for (const [format, names] of [...byFormat].slice(0, MOST_FORMATS)) {
    const proved = await provedIn(access, { ...asked, format }, names);
    for (const name of names) {
      const nanos = mapped.get(name) === true;
      read.push([name, { field: asked.field, format, nanos, proved: proved.has(name) }]);
    }
  }
  return read;
}

async function provedIn(
  access: Access,
  asked: Asked & { format: string },
  names: readonly string[],
): Promise<Set<string>> {
  const reader = dateReader(asked.format);
  if (!reader) return new Set();
  return reader.isDay ? new Set(names) : indicesReading(access, { ...asked, probes: reader.probes() }, names);
}

function grouped(byIndex: ReadonlyMap<string, readonly DateField[]>, order: readonly string[]): DateFormats['groups'] {
  const groups = new Map<string, { indices: string[]; fields: DateField[] }>();
  for (const [index, unsorted] of byIndex) {
    const fields = [...unsorted].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
    const key = JSON.stringify(fields);
    const group = groups.get(key);
    if (group) group.indices.push(index);
    else groups.set(key, { indices: [index], fields });
  }
  return [...groups.values()];
}
