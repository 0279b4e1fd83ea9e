import type { ParquetColumn, ParquetType } from '../../../../shared/request.ts';
import { type CompactWriter, STRUCT } from './thrift.ts';

/** Numbers of Parquet's format: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */

const OPTIONAL = 1;
const REPEATED = 2;
const CONVERTED_LIST = 3;
const LOGICAL_STRING = 1;
const LOGICAL_LIST = 3;
const LOGICAL_TIMESTAMP = 8;
const LOGICAL_INTEGER = 10;
const MILLIS = 1;
const NANOS = 3;

/** What a type is stored as, and the older of the two ways to say what that means. */
const TYPES: Readonly<Record<ParquetType, { readonly physical: number; readonly converted?: number }>> = {
  boolean: { physical: 0 },
  int32: { physical: 1 },
  int64: { physical: 2 },
  uint64: { physical: 2, converted: 14 },
  timestamp_ms: { physical: 2, converted: 9 },
  timestamp_ns: { physical: 2 },
  float: { physical: 4 },
  double: { physical: 5 },
  // JSON is said to be text: not each reader opens what is annotated as JSON.
  text: { physical: 6, converted: 0 },
  json: { physical: 6, converted: 0 },
};

export function physicalOf(type: ParquetType): number {
  return TYPES[type].physical;
}

/** Where a column's values lie below the root. */
export function pathOf({ name, list }: ParquetColumn): string[] {
  return list ? [name, 'list', 'element'] : [name];
}

/** The file's columns, each of which may be missing in any row. */
export function writeSchema(out: CompactWriter, field: number, columns: readonly ParquetColumn[]): void {
  const elements = columns.reduce((sum, { list }) => sum + (list ? 3 : 1), 1);
  out.list(field, STRUCT, elements);
  out.item();
  out.text(4, 'schema');
  out.i32(5, columns.length);
  out.end();
  for (const column of columns) {
    if (column.list) writeList(out, column);
    else writeLeaf(out, column.name, column.type);
  }
}

function writeList(out: CompactWriter, { name, type }: ParquetColumn): void {
  out.item();
  out.i32(3, OPTIONAL);
  out.text(4, name);
  out.i32(5, 1);
  out.i32(6, CONVERTED_LIST);
  out.struct(10);
  out.struct(LOGICAL_LIST);
  out.end();
  out.end();
  out.end();
  out.item();
  out.i32(3, REPEATED);
  out.text(4, 'list');
  out.i32(5, 1);
  out.end();
  writeLeaf(out, 'element', type);
}

function writeLeaf(out: CompactWriter, name: string, type: ParquetType): void {
  const { physical, converted } = TYPES[type];
  out.item();
  out.i32(1, physical);
  out.i32(3, OPTIONAL);
  out.text(4, name);
  if (converted !== undefined) out.i32(6, converted);
  writeLogical(out, type);
  out.end();
}

function writeLogical(out: CompactWriter, type: ParquetType): void {
  if (type === 'text' || type === 'json') {
    out.struct(10);
    out.struct(LOGICAL_STRING);
  } else if (type === 'timestamp_ms' || type === 'timestamp_ns') {
    out.struct(10);
    out.struct(LOGICAL_TIMESTAMP);
    out.bool(1, true);
    out.struct(2);
    out.struct(type === 'timestamp_ms' ? MILLIS : NANOS);
    out.end();
    out.end();
  } else if (type === 'uint64') {
    out.struct(10);
    out.struct(LOGICAL_INTEGER);
    out.i8(1, 64);
    out.bool(2, false);
  } else return;
  out.end();
  out.end();
}
