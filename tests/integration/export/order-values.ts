import type { Client } from '@opensearch-project/opensearch';
import { SORTABLE_TYPES, type SortableType } from '../../../shared/order.ts';
import type { Doc } from '../../support/documents.ts';

/** Values of each type, as JSON, with the extremes that one may have. */
const VALUES: Record<SortableType, readonly string[]> = {
  keyword: ['"b"', '"B"', '"한국"', '"\\uffee"', '"🙂"', '""', '"]\\"["', '"a,b"', '"ba"', '"\\u0000"', '"\\u0001"'],
  long: [
    '9223372036854775807',
    '-9223372036854775808',
    '0',
    '9007199254740993',
    '9007199254740992',
    '-1',
    '255',
    '256',
  ],
  integer: ['2147483647', '-2147483648', '0', '7', '-7'],
  short: ['32767', '-32768', '0', '-1'],
  byte: ['127', '-128', '0', '-1'],
  unsigned_long: ['18446744073709551615', '0', '9223372036854775808', '9223372036854775807', '9007199254740993'],
  double: ['1.7976931348623157E308', '-1.7976931348623157E308', '0.1', '0.0', '-0.0', '4.9E-324', '-4.9E-324', '-2.5'],
  float: ['3.4028235E38', '-3.4028235E38', '0.1', '-0.0', '0.0', '0.100000024'],
  half_float: ['65504', '-65504', '0.1', '-0.0', '0.0'],
  date: ['"2026-01-01T00:00:00.123Z"', '0', '1', '"1969-12-31T23:59:59.999Z"', '"9999-12-31T23:59:59.999Z"', '-1'],
  date_nanos: [
    '"2026-01-01T00:00:00.123456789Z"',
    '"2026-01-01T00:00:00.123456788Z"',
    '"1970-01-01T00:00:00Z"',
    '"1970-01-01T00:00:00.000000001Z"',
    '"2262-04-11T23:47:16.854775807Z"',
  ],
  boolean: ['true', 'false'],
  ip: ['"10.0.0.1"', '"::ffff:10.0.0.2"', '"2001:db8::1"', '"255.255.255.255"', '"::"', '"9.0.0.1"', '"fe80::1"'],
  version: ['"1.10.0"', '"1.9.0"', '"1.9.0-rc.1"', '"0.0.1"', '"1.9.0-alpha"'],
};

export const TYPES = SORTABLE_TYPES;

/** Those that the cluster has: versions came with 3. */
export async function typesOf(client: Client): Promise<readonly SortableType[]> {
  const { body } = await client.info();
  return TYPES.filter((type) => type !== 'version' || !/^[12]\./.test(body.version.number));
}

/** Beside the types three fields for orders of several. */
export const MAPPINGS = (types: readonly SortableType[]) => ({
  dynamic: false,
  properties: {
    ...Object.fromEntries(types.map((type) => [type, { type }])),
    ...{ n: { type: 'integer' }, few: { type: 'integer' }, word: { type: 'keyword' }, at: { type: 'date' } },
  },
});

/** Ties everywhere; every fifth lacks all values, and some have several. */
export function orderDocs(from: number, count: number): Doc[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const lacks = n % 5 === 0 ? '' : `,${TYPES.map((type) => `"${type}":${jsonOf(type, n)}`).join()}`;
    const word = n % 4 === 0 ? '' : `,"word":"${['b', 'a', '가'][n % 3]}"`;
    const several = `,"few":${n % 3},"at":${(n * 7) % 4 === 0 ? 'null' : (n % 6) * 1000}${word}`;
    return { id: `${n}`, source: `{"n":${n}${lacks}${several}}` };
  });
}

function jsonOf(type: SortableType, n: number): string {
  const values = VALUES[type];
  const at = (i: number) => values[i % values.length] ?? '';
  return n % 7 === 1 ? `[${at(n)},${at(n + 1)},${at(n + 2)}]` : at(n);
}
