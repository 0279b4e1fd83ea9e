import type { Search } from '../../../../shared/search.ts';
import type { Address } from '../address/address.ts';

/** What the address asks for. `timeField`: what its range is of, where it has one. */
export function toSearch({ index, q, dql, dsl, filters, from, to }: Address, timeField: string | undefined): Search {
  return {
    ...{ index, q },
    ...(dql === '' ? {} : { dql }),
    ...(dsl === '' ? {} : { dsl }),
    ...(filters.length === 0 ? {} : { filters: [...filters] }),
    ...(timeField === undefined ? {} : { time: { field: timeField, ...(from && { from }), ...(to && { to }) } }),
  };
}
