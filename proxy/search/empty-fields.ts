import * as v from 'valibot';
import type { EmptyFields, EmptyFieldsRequest } from '../../shared/empty-fields.ts';
import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregate } from './aggregate.ts';

type Clause = Record<string, unknown>;

/** Fields that are asked about at once: of those of a large mapping nearly all are empty, and one answer says so. */
const GROUP = 256;
/** Searches for each of the two questions, at most; each ends with the first row that it finds in a shard. */
const MOST_SEARCHES = 80;
const TIMEOUT = '3s';

/**
 * Which of some fields no row of a search has, and which ones some given rows have in the index. A field that is named in
 * neither list has values, or nothing can be said of it.
 * @throws forbidden, bad_request, query_invalid, index_not_found, opensearch_*
 */
export async function listEmptyFields(
  access: Access,
  { fields, rows, ...search }: EmptyFieldsRequest,
  signal: AbortSignal,
): Promise<EmptyFields> {
  // Once with a fault of the search's own, which is not one of a field's.
  await hasAny(access, { search, and: [], signal });
  let isSlow = false;
  const told = async (asked: readonly string[], and: readonly Clause[]) => {
    return lookThrough(asked, async (group) => {
      if (isSlow) return undefined;
      try {
        return await hasAny(access, { search, and: [...and, hasOneOf(group)], signal });
      } catch (error) {
        const code = error instanceof SluiceError ? error.code : undefined;
        if (code !== 'query_invalid' && code !== 'page_partial') throw error;
        // OpenSearch knows no `exists` for one of the fields; or took too long, as it would with others.
        isSlow ||= code === 'page_partial';
        return undefined;
      }
    });
  };
  const inRows = rows.length > 0 ? (await told(fields, [oneOf(rows)])).filled : [];
  const known = new Set(inRows);
  const { empty } = await told(
    fields.filter((field) => !known.has(field)),
    [],
  );
  return { empty, inRows };
}

type Asked = { search: Search; and: readonly Clause[]; signal: AbortSignal };

/** Whether any row matches. */
async function hasAny(access: Access, { search, and, signal }: Asked): Promise<boolean> {
  const body = { track_total_hits: 1, terminate_after: 1, timeout: TIMEOUT };
  return (await aggregate(access, search, { body, and, schema: v.unknown(), signal })).total > 0;
}

type Has = (group: readonly string[]) => Promise<boolean | undefined>;
/** `found`: as `Has` gives it, where that is known already. */
type Group = { fields: readonly string[]; found?: boolean | undefined; isAsked?: boolean };

/** Halves the groups in which something is, the large ones first. `has`: undefined where that is not told. */
async function lookThrough(fields: readonly string[], has: Has): Promise<{ empty: string[]; filled: string[] }> {
  const empty: string[] = [];
  const filled: string[] = [];
  const groups: Group[] = Array.from({ length: Math.ceil(fields.length / GROUP) }, (_, i) => ({
    fields: fields.slice(i * GROUP, (i + 1) * GROUP),
  }));
  let asked = 0;
  for (let group = groups.shift(); group && asked < MOST_SEARCHES; group = groups.shift()) {
    const { fields: names } = group;
    if (!group.isAsked) {
      group.found = await has(names);
      asked++;
    }
    if (group.found === false) empty.push(...names);
    else if (names.length === 1) filled.push(...(group.found ? names : []));
    else {
      const [first, second] = [names.slice(0, names.length >> 1), names.slice(names.length >> 1)];
      const found = await has(first);
      asked++;
      groups.push({ fields: first, found, isAsked: true });
      // What is not in the one half is in the other.
      groups.push({ fields: second, ...(found === false && group.found ? { found: true, isAsked: true } : {}) });
    }
  }
  return { empty, filled };
}

/** `_ignored` names the fields whose values are in the document only, as they could not be read. */
function hasOneOf(fields: readonly string[]): Clause {
  const should = [...fields.map((field) => ({ exists: { field } })), { terms: { _ignored: fields } }];
  return { bool: { should, minimum_should_match: 1 } };
}

function oneOf(rows: EmptyFieldsRequest['rows']): Clause {
  const byIndex = new Map<string, string[]>();
  for (const { index, id } of rows) byIndex.set(index, [...(byIndex.get(index) ?? []), id]);
  const should = [...byIndex].map(([index, values]) => ({
    bool: { filter: [{ term: { _index: index } }, { ids: { values } }] },
  }));
  return { bool: { should, minimum_should_match: 1 } };
}
