import type { Accessor } from 'solid-js';
import type { ParquetColumn, XlsxColumn } from '../../../shared/request.ts';

/** The file's columns with their types, in the formats that have types. */
export function createColumnTypes(columns: Accessor<readonly string[]>) {
  return {
    parquet: (): ParquetColumn[] => columns().map((name) => ({ name, type: 'text' })),
    xlsx: (): XlsxColumn[] => columns().map((name) => ({ name, type: 'text' })),
  };
}
