import { parentsOf } from '../../../shared/columns.ts';
import type { Field } from '../../../shared/http.ts';
import type { ParquetColumn, ParquetType, XlsxColumn, XlsxType } from '../../../shared/request.ts';
import type { ColumnShape } from './column-shapes.ts';

/** What a column gets by itself: from the mapping, and from what the sample shows of it. */
export type ColumnType = { readonly type: ParquetType; readonly list: boolean };

type Options = {
  fields: ReadonlyMap<string, Field>;
  shapes: ReadonlyMap<string, ColumnShape>;
  /** Columns that are the hit's own. */
  ids: ReadonlySet<string>;
  /** Dates whose indices' formats are not read here: they stay text. */
  unread: ReadonlySet<string>;
};

/** Types of one field of a mapping, in OpenSearch's words. */
const OF_FIELD: Readonly<Record<string, ParquetType>> = {
  ...{ long: 'int64', integer: 'int32', short: 'int32', byte: 'int32', token_count: 'int32', unsigned_long: 'uint64' },
  ...{ double: 'double', scaled_float: 'double', rank_feature: 'double', float: 'float', half_float: 'float' },
  ...{ boolean: 'boolean', date: 'timestamp_ms', date_nanos: 'timestamp_ns', knn_vector: 'float' },
  ...{ keyword: 'text', constant_keyword: 'text', wildcard: 'text', text: 'text', match_only_text: 'text' },
  ...{ search_as_you_type: 'text', ip: 'text', version: 'text', binary: 'text' },
  ...{ geo_point: 'json', geo_shape: 'json', xy_point: 'json', xy_shape: 'json', object: 'json', nested: 'json' },
  ...{ flat_object: 'json', join: 'json', completion: 'json', rank_features: 'json', percolator: 'json' },
  ...{ integer_range: 'json', long_range: 'json', float_range: 'json', double_range: 'json', date_range: 'json' },
  ip_range: 'json',
};

/** Of the members of a field that the mapping does not name: their numbers. */
const OF_MEMBERS: Readonly<Record<string, ParquetType>> = {
  ...{ geo_point: 'double', integer_range: 'int32', long_range: 'int64', float_range: 'float', double_range: 'double' },
};

/** What holds all values of the types named. */
const HOLDS: Readonly<Partial<Record<ParquetType, readonly ParquetType[]>>> = {
  int64: ['int32'],
  double: ['float', 'int32'],
};

/** The type that a column gets by itself. */
export function columnType(name: string, { fields, shapes, ids, unread }: Options): ColumnType {
  if (ids.has(name)) return { type: 'text', list: false };
  const shape = shapes.get(name);
  const mapped = unread.has(name) ? 'text' : mappedType(name, fields, shape);
  const type = mapped === undefined ? bySample(shape) : fitted(mapped, shape);
  const list = type !== 'json' && (shape?.isList === true || (!shape && isInObjects(name, fields)));
  return { type, list };
}

/** As Parquet writes it. */
export function parquetColumn(name: string, { type, list }: ColumnType): ParquetColumn {
  return { name, type, ...(list && type !== 'json' ? { list: true as const } : {}) };
}

/** A cell holds one value: several are text. */
export function xlsxType({ type, list }: ColumnType): XlsxType {
  if (list) return 'text';
  if (type === 'boolean') return 'boolean';
  if (type === 'timestamp_ms' || type === 'timestamp_ns') return 'date';
  return type === 'text' || type === 'json' ? 'text' : 'number';
}

const LEAST_WIDTH = 8;
const MOST_WIDTH = 60;
/** Of a date and time, as a sheet shows it. */
const DATE_WIDTH = 20;
/** What the button of a filter takes of a head. */
const BUTTON_CHARS = 3;

/** As a workbook has it: as wide as what the sample shows of it, in characters. */
export function xlsxColumn(name: string, type: XlsxType, shape: ColumnShape | undefined): XlsxColumn {
  const chars = Math.max(shape?.chars ?? 0, name.length + BUTTON_CHARS, type === 'date' ? DATE_WIDTH : 0);
  return { name, type, width: Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, chars)) };
}

/** Undefined where the mapping does not tell, or names a type that nobody here knows. */
function mappedType(
  name: string,
  fields: ReadonlyMap<string, Field>,
  shape: ColumnShape | undefined,
): ParquetType | undefined {
  const field = fields.get(name);
  if (!field) return memberType(name, fields, shape);
  const types = field.type.split(', ').map((type) => OF_FIELD[type]);
  if (types.some((type) => type === undefined)) return undefined;
  return types.reduce((a, b) => (a && b ? common(a, b) : undefined));
}

function memberType(
  name: string,
  fields: ReadonlyMap<string, Field>,
  shape: ColumnShape | undefined,
): ParquetType | undefined {
  const above = parentsOf(name)[0];
  const parent = above === undefined ? undefined : fields.get(above);
  // What is no number in the sample is none, whatever the field above it.
  return parent && shape?.holds.size === 1 && shape.holds.has('number') ? OF_MEMBERS[parent.type] : undefined;
}

/** The type that holds what two indices have exactly. */
function common(a: ParquetType, b: ParquetType): ParquetType {
  if (a === b || HOLDS[a]?.includes(b)) return a;
  if (HOLDS[b]?.includes(a)) return b;
  return a === 'json' || b === 'json' ? 'json' : 'text';
}

/** Without a mapping text would tell 5 and "5" the same where both are there. */
function bySample(shape: ColumnShape | undefined): ParquetType {
  return shape && (shape.holds.has('object') || shape.holds.size > 1) ? 'json' : 'text';
}

/** Where nothing in the sample fits what the mapping says, a column of that type would be empty. */
function fitted(type: ParquetType, shape: ColumnShape | undefined): ParquetType {
  if (!shape || shape.holds.size === 0) return type;
  if (type === 'json') return type;
  const wanted = type === 'boolean' ? 'boolean' : type.startsWith('timestamp') || type === 'text' ? 'text' : 'number';
  if (shape.holds.has('object')) return shape.holds.size === 1 ? 'json' : type;
  if (wanted === 'text') return type === 'timestamp_ms' && shape.isFine ? 'timestamp_ns' : type;
  return shape.holds.has(wanted) ? type : 'text';
}

/** Below objects that stand in arrays, as a mapping of `nested` says. */
function isInObjects(name: string, fields: ReadonlyMap<string, Field>): boolean {
  return parentsOf(name).some((above) => fields.get(above)?.type.includes('nested'));
}
