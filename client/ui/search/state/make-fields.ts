import { SluiceError } from '../../../../shared/errors.ts';
import { fieldsOfFilters } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import { getFields } from '../../lib/api.ts';
import { type Address, sameAddress } from '../address/address.ts';
import { readSort } from '../address/sort.ts';
import { knownFields } from '../fields/known-fields.ts';
import { helpFor, QUERY_LANGUAGES } from '../languages/languages.ts';

/**
 * The fields of an index, asked for once: again when another index is chosen, when the search names a field that is not
 * among them, and when the very same search is sent anew.
 */
export function makeFields() {
  let kept: { address: Address; fields: readonly Field[] } | undefined;

  /** What nothing has to be asked for. */
  function known(wanted: Address): readonly Field[] | undefined {
    const isThis = kept && kept.address.index === wanted.index && !sameAddress(kept.address, wanted);
    return kept && isThis && knowsAll(kept.fields, wanted) ? kept.fields : undefined;
  }

  /** @throws where they could not be had, as getFields */
  async function fieldsFor(wanted: Address, signal: AbortSignal): Promise<readonly Field[]> {
    const fields = known(wanted);
    kept = fields && { address: wanted, fields };
    if (fields) return fields;
    const asked = await fieldsOf(wanted.index, signal);
    if (!signal.aborted && asked.length > 0) kept = { address: wanted, fields: asked };
    return asked;
  }

  return { known, fieldsFor };
}

function knowsAll(fields: readonly Field[], address: Address): boolean {
  const { filters, sort, time } = address;
  const { byName, paths } = knownFields(fields);
  const sorts = (readSort(sort) ?? []).map(({ column }) => column);
  const named = [...fieldsOfFilters(filters), ...sorts, time];
  // Of a query that nothing here can read yet it is not known what it names.
  const isKnown = QUERY_LANGUAGES.every((language) => {
    const help = helpFor(language);
    return address[language] === '' || language === 'dsl' || (help && !help.unknownIn(address[language], paths));
  });
  return isKnown && named.every((name) => name === '' || byName.has(name));
}

/** Without the right to list fields the rows themselves show which there are. @throws as getFields, but forbidden */
async function fieldsOf(index: string, signal: AbortSignal): Promise<readonly Field[]> {
  try {
    return (await getFields(index, signal)).fields;
  } catch (thrown) {
    if (SluiceError.from(thrown).code === 'forbidden') return [];
    throw thrown;
  }
}
