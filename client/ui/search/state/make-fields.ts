import { SluiceError } from '../../../../shared/errors.ts';
import type { Field } from '../../../../shared/http.ts';
import { getFields } from '../../lib/api.ts';
import { type Address, sameAddress } from '../address/address.ts';
import { readSort } from '../address/sort.ts';
import { knownFields } from '../fields/known-fields.ts';
import { unknownFields } from '../query/query-completion.ts';

/**
 * The fields of an index, asked for once: again when another index is chosen, when the search names a field that is not
 * among them, and when the very same search is sent anew. @throws where they could not be had, as getFields
 */
export function makeFields() {
  let kept: { address: Address; fields: readonly Field[] } | undefined;

  return async (wanted: Address, signal: AbortSignal): Promise<readonly Field[]> => {
    if (kept && kept.address.index === wanted.index && !sameAddress(kept.address, wanted)) {
      if (knowsAll(kept.fields, wanted)) {
        kept = { ...kept, address: wanted };
        return kept.fields;
      }
    }
    kept = undefined;
    const fields = await fieldsOf(wanted.index, signal);
    if (!signal.aborted && fields.length > 0) kept = { address: wanted, fields };
    return fields;
  };
}

function knowsAll(fields: readonly Field[], { q, filters, sort, time }: Address): boolean {
  const { byName, paths } = knownFields(fields);
  const named = [...filters.map(({ field }) => field), readSort(sort)?.column ?? '', time];
  return unknownFields(q, paths).length === 0 && named.every((name) => name === '' || byName.has(name));
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
