import type { ParquetColumn, ParquetType } from '../../shared/request.ts';

/** A field with a mapping, and what stands in documents: JSON beside what a reader tells of it (`read-file.py`), and JSON that does not fit. */
type Typed = {
  readonly mapping: Record<string, unknown>;
  readonly type: ParquetType;
  readonly values: readonly (readonly [json: string, told: unknown])[];
  readonly misfits: readonly string[];
};

const text = (value: string): readonly [string, unknown] => [JSON.stringify(value), `s:${value}`];
const whole = (...digits: string[]) => digits.map((one): readonly [string, unknown] => [one, `i:${one}`]);
const numbers = (...literals: string[]) => literals.map((one): readonly [string, unknown] => [one, Number(one)]);
const moment = (json: string, iso: string, nanos = 0): readonly [string, unknown] => [
  json,
  `t:${BigInt(Date.parse(iso)) * 1_000_000n + BigInt(nanos)}`,
];

const usualDates = [
  moment('"2001-02-11T20:57:00.120Z"', '2001-02-11T20:57:00.120Z'),
  moment('"1969-12-31T23:59:59.999Z"', '1969-12-31T23:59:59.999Z'),
  moment('"2024-02-29"', '2024-02-29'),
  moment('"2001-02-12T05:57:00+09:00"', '2001-02-11T20:57:00Z'),
  moment('981925020120', '2001-02-11T20:57:00.120Z'),
];

/** What reads every kind of field; `ignore_malformed` lets documents hold what does not fit. */
export const TYPED: Readonly<Record<string, Typed>> = {
  long: {
    mapping: { type: 'long' },
    type: 'int64',
    values: whole('0', '-1', '9223372036854775807', '-9223372036854775808', '9007199254740993'),
    misfits: ['"5"', '"x"', '1.5', '9223372036854775808', 'true'],
  },
  integer: {
    mapping: { type: 'integer' },
    type: 'int32',
    values: whole('0', '2147483647', '-2147483648'),
    misfits: ['"5"', '0.5', '2147483648'],
  },
  short: { mapping: { type: 'short' }, type: 'int32', values: whole('32767', '-32768'), misfits: ['"a"'] },
  byte: { mapping: { type: 'byte' }, type: 'int32', values: whole('127', '-128'), misfits: ['"a"'] },
  unsigned: {
    mapping: { type: 'unsigned_long' },
    type: 'uint64',
    values: whole('0', '18446744073709551615', '9223372036854775808'),
    misfits: ['"5"', '-1', '18446744073709551616'],
  },
  double: {
    mapping: { type: 'double' },
    type: 'double',
    values: numbers('0', '-1.5', '0.1', '1e300', '5e-324', '1.7976931348623157e308', '3'),
    misfits: ['"1.5"', 'true'],
  },
  float: {
    mapping: { type: 'float' },
    type: 'float',
    values: numbers('0.5', '-2', '16777216'),
    misfits: ['"0.5"', '16777217'],
  },
  half: { mapping: { type: 'half_float' }, type: 'float', values: numbers('0.5', '-2'), misfits: ['"0.5"'] },
  scaled: {
    mapping: { type: 'scaled_float', scaling_factor: 100 },
    type: 'double',
    values: numbers('1.25', '-0.01'),
    misfits: ['"1.25"'],
  },
  flag: {
    mapping: { type: 'boolean' },
    type: 'boolean',
    values: [
      ['true', true],
      ['false', false],
    ],
    misfits: ['"true"'],
  },
  at: { mapping: { type: 'date' }, type: 'timestamp_ms', values: usualDates, misfits: ['"yesterday"', '"2001/02/11"'] },
  nanos: {
    mapping: { type: 'date_nanos' },
    type: 'timestamp_ns',
    values: [
      moment('"2001-02-11T20:57:00.123456789Z"', '2001-02-11T20:57:00Z', 123_456_789),
      moment('"1970-01-01T00:00:00.000000001Z"', '1970-01-01T00:00:00Z', 1),
      moment('"2262-04-11T23:47:15.854775807Z"', '2262-04-11T23:47:15Z', 854_775_807),
    ],
    misfits: ['"x"'],
  },
  seconds: {
    mapping: { type: 'date', format: 'epoch_second' },
    type: 'timestamp_ms',
    values: [moment('981925020', '2001-02-11T20:57:00Z'), moment('"0"', '1970-01-01T00:00:00Z')],
    misfits: ['"2001-02-11"'],
  },
  local: {
    mapping: { type: 'date', format: 'yyyy/MM/dd HH:mm:ss||yyyy-MM-dd' },
    type: 'timestamp_ms',
    values: [moment('"2001/02/11 20:57:00"', '2001-02-11T20:57:00Z')],
    misfits: ['"2001-02-11T20:57:00Z"', '5'],
  },
  word: {
    mapping: { type: 'keyword' },
    type: 'text',
    values: [
      ...[text(''), text('a'), text('한국어 🙂'), text('"\\\n\u0000\u2028'), text('007'), text('x'.repeat(300))],
      ...([
        ['"\\ud83d\\ude42\\u0041"', 's:🙂A'],
        ['1.50', 's:1.50'],
        ['true', 's:true'],
      ] as const),
    ],
    misfits: [],
  },
  words: { mapping: { type: 'text' }, type: 'text', values: [text('some words'), text('')], misfits: [] },
  address: { mapping: { type: 'ip' }, type: 'text', values: [text('10.0.0.1'), text('::1')], misfits: [] },
  place: {
    mapping: { type: 'geo_point' },
    type: 'json',
    values: [
      ['"1.5,2"', 's:"1.5,2"'],
      ['[1.0, 2]', 's:[1.0, 2]'],
    ],
    misfits: [],
  },
};

/** Columns that promise one value, and others of the same types that promise several. */
export const SEVERAL = '_several';

export const typedColumns: ParquetColumn[] = [
  { name: 'n', type: 'int64' },
  ...Object.entries(TYPED).flatMap(([name, { type }]): ParquetColumn[] => [
    { name, type },
    ...(type === 'json' ? [] : [{ name: name + SEVERAL, type, list: true as const }]),
  ]),
];

export const typedMapping = {
  properties: {
    n: { type: 'long' },
    ...Object.fromEntries(
      Object.entries(TYPED).flatMap(([name, { mapping }]) => [
        [name, mapping],
        [name + SEVERAL, mapping],
      ]),
    ),
  },
};

export type TypedRow = {
  n: number;
  source: string;
  /** The document's members, as JSON. */
  members: Record<string, string>;
  cells: Record<string, unknown>;
  rest: Record<string, string>;
};

/** Documents in which each field is there, missing, null, there twice, and of another type; and what a file has to hold of them. */
export function typedRows(): TypedRow[] {
  const rows: TypedRow[] = [];
  const add = (members: Record<string, string>, cells: Record<string, unknown>, rest: Record<string, string> = {}) => {
    const n = rows.length;
    const all = { n: String(n), ...members };
    const source = `{${Object.entries(all)
      .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
      .join(',')}}`;
    rows.push({ n, source, members: all, cells: { n: `i:${n}`, ...cells }, rest });
  };
  add({}, {});
  const nulls = typedColumns.map(({ name }) => name).filter((name) => name !== 'n');
  add(Object.fromEntries(nulls.map((name) => [name, 'null'])), {});
  for (const [name, { type, values, misfits }] of Object.entries(TYPED)) {
    const told = values.map(([json, value]) => value ?? `s:${json}`);
    const jsons = values.map(([json]) => json);
    values.forEach(([json], i) => {
      add({ [name]: json }, { [name]: told[i] });
    });
    for (const json of misfits) add({ [name]: json }, {}, { [name]: json });
    if (type === 'json') continue;
    const list = name + SEVERAL;
    const several = `[${jsons.join(',')}]`;
    add({ [name]: several }, {}, { [name]: several });
    add({ [list]: several }, { [list]: told });
    add({ [list]: jsons[0] ?? '' }, { [list]: [told[0]] });
    add({ [list]: `[null,${jsons[0]}]` }, { [list]: [null, told[0]] });
    add({ [list]: '[]' }, { [list]: [] });
    for (const json of misfits) {
      const mixed = `[${jsons[0]},${json}]`;
      add({ [list]: mixed }, {}, { [list]: mixed });
    }
  }
  // An object is its members, each a column of its own.
  add({ place: '{"lat":1.50,"lon":-2}' }, {}, { 'place.lat': '1.50', 'place.lon': '-2' });
  return rows;
}
