import { batch, createSignal } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../../shared/errors.ts';
import { fieldsOfFilters } from '../../../../shared/filter.ts';
import type { Field, Hit } from '../../../../shared/http.ts';
import { PREVIEW_ROWS } from '../../../../shared/limits.ts';
import type { Search } from '../../../../shared/search.ts';
import type { Sort } from '../../../../shared/sort.ts';
import { postSearch } from '../../lib/api.ts';
import { type Address, EMPTY_ADDRESS } from '../address/address.ts';
import type { Lost } from '../address/place.ts';
import { AS_WRITTEN, readSort, type WantedOrder } from '../address/sort.ts';
import { withNested } from '../fields/nested-fields.ts';
import { defaultTimeField } from '../time/times.ts';
import { cutIntoCells } from '../values/cells.ts';
import { makeFields } from './make-fields.ts';
import { toSearch } from './to-search.ts';
import { resolveOrder } from './wanted-order.ts';

/** A search that worked: what was asked, and its first rows. */
export type Found = {
  readonly search: Search;
  readonly total: number;
  readonly took: number;
  readonly hits: readonly Hit[];
  readonly fields: readonly Field[];
  /** Bytes of the answer that they came in. */
  readonly weight: number;
  /** Where the rows behind these begin; absent when there are none. */
  readonly after?: string;
  /** Absent: by relevance, or as they were written. */
  readonly sort?: Sort;
  /** The columns of a sort by fields; `isChosen`: the address names them, else the newest rows stand first by themselves. */
  readonly order?: { readonly columns: WantedOrder; readonly isChosen: boolean };
  /** Indices that the search means and the account may not read. */
  readonly refused?: readonly string[];
  /** Columns that were asked for and that rows cannot be sorted by. */
  readonly unsorted?: readonly string[];
  /** The columns chosen for the table, in order, for an export to begin with; absent: all. */
  readonly columns?: readonly string[];
};

/**
 * Why the last search did not work. Two are found on this side: a range with no field to apply it to, and an address whose
 * search is in another tab.
 */
export type Fault = { kind: 'error'; error: ErrorBody } | { kind: 'no_date_field' } | { kind: 'lost' };

/**
 * The search under way and the last one that worked. A newer search cancels an older one, and its late answer is
 * dropped; rows already there stay until better ones come.
 */
export function createSearch(noticeError: (error: SluiceError) => void) {
  const [address, setAddress] = createSignal<Address>(EMPTY_ADDRESS);
  const [found, setFound] = createSignal<Found>();
  const [fault, setFault] = createSignal<Fault>();
  const [loading, setLoading] = createSignal(false);
  const [fields, setFields] = createSignal<readonly Field[]>([]);
  const known = makeFields();
  let current = new AbortController();

  /** The columns belong to the address, but nothing is searched anew for them. */
  function setColumns(columns: string): void {
    if (columns !== address().columns) setAddress({ ...address(), columns });
  }

  async function run(wanted: Address): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    // On its way before the page draws that it waits.
    const asked = wanted.index === '' ? undefined : ask(wanted, { fields: known, setFields, signal });
    batch(() => {
      setAddress(wanted);
      setFault(undefined);
      setLoading(asked !== undefined);
    });
    if (!asked) {
      setFields([]);
      return void setFound(undefined);
    }
    try {
      const answer = await asked;
      if (signal.aborted) return;
      if ('kind' in answer) setFault(answer);
      else return void batch(() => [setFound(answer), setLoading(false)]);
    } catch (cause) {
      if (signal.aborted) return;
      const error = SluiceError.from(cause);
      noticeError(error);
      setFault({ kind: 'error', error: error.toBody() });
    }
    setLoading(false);
  }

  /** The address leads to a search that is not here: nothing is searched in its place. */
  function lose({ index }: Lost): void {
    current.abort();
    batch(() => {
      setAddress({ ...EMPTY_ADDRESS, index });
      setFault({ kind: 'lost' });
      setLoading(false);
      setFound(undefined);
      setFields([]);
    });
  }

  return { address, found, fault, loading, fields, run, lose, setColumns };
}

export type SearchPort = ReturnType<typeof createSearch>;

type Asking = {
  fields: ReturnType<typeof makeFields>;
  setFields: (fields: readonly Field[]) => void;
  signal: AbortSignal;
};

/** @throws as postSearch */
async function ask(wanted: Address, { fields, setFields, signal }: Asking): Promise<Found | Fault> {
  const early = askEarly(wanted, fields, signal);
  const surely = fields.fieldsFor(wanted, signal);
  // Rows are worth more than the fields' names; only what is read out of these fails without them.
  const known = await surely.catch((): readonly Field[] => []);
  // The date fields belong to the form, whatever becomes of the search.
  if (!signal.aborted) setFields(known);
  const hasRange = wanted.from !== '' || wanted.to !== '';
  const timeField = hasRange ? wanted.time || defaultTimeField(known) : undefined;
  // An index that does not exist has no date field either: let the search say so.
  if (hasRange && timeField === undefined && known.length > 0) return { kind: 'no_date_field' };
  const { order, sort, unsorted } = resolveOrder(wanted, known);
  const plain = toSearch(wanted, timeField);
  // Only what stands in another field can be nested. Unknown, it would find wrong rows.
  const mayBeNested = [...fieldsOfFilters(wanted.filters), ...order.map(({ column }) => column), timeField ?? ''];
  const sortFields = typeof sort === 'object' ? sort.map(({ field }) => field) : [];
  const search = mayBeNested.some((field) => field.includes('.')) ? withNested(plain, await surely, sortFields) : plain;
  const sorted = sort ? { sort } : {};
  const isSame = early && early.sort === sort;
  if (!isSame) early?.leave();
  const result = await (isSame ? early.rows : postSearch({ ...search, ...sorted, size: PREVIEW_ROWS }, signal));
  await cutIntoCells(result.hits);
  const isChosen = (readSort(wanted.sort)?.length ?? 0) > unsorted.length;
  const told = { ...(order.length > 0 ? { order: { columns: order, isChosen } } : {}), fields: known };
  return { search, ...result, ...sorted, ...(unsorted.length > 0 ? { unsorted } : {}), ...told };
}

/**
 * The rows as they are asked for when no field has a say in it: of an index whose fields are not known yet they are on
 * their way with these, and are left where it turns out to have a time, by which they are sorted.
 */
function askEarly(wanted: Address, { known }: Asking['fields'], signal: AbortSignal) {
  const needsFields =
    wanted.from !== '' || wanted.to !== '' || fieldsOfFilters(wanted.filters).some((field) => field.includes('.'));
  const isSorted = (readSort(wanted.sort)?.length ?? 0) > 0;
  if (needsFields || isSorted || known(wanted)) return undefined;
  const sort = wanted.sort === AS_WRITTEN ? 'seq_no' : undefined;
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  const rows = postSearch({ ...toSearch(wanted, undefined), ...(sort && { sort }), size: PREVIEW_ROWS }, either);
  // What is left has nobody to tell.
  rows.catch(() => undefined);
  return { rows, sort, leave: () => leaving.abort() };
}
