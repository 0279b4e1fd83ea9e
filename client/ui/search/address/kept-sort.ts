import { readSetting, writeSetting } from '../../lib/settings.ts';
import type { Address } from './address.ts';

const keyOf = (index: string) => `sort.${index}`;

/** Remembers the order that somebody chose for an index expression, as the address holds it. */
export function keepSort({ index, sort }: Pick<Address, 'index' | 'sort'>): void {
  writeSetting(keyOf(index), sort);
}

/** An address that an index is opened with: in the order chosen for it before, where it names none. */
export function withKeptSort(address: Address): Address {
  if (address.sort !== '' || address.index === '') return address;
  return { ...address, sort: readSetting(keyOf(address.index)) ?? '' };
}
