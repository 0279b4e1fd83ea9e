import type { ParquetColumn, ParquetFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MomentColumn } from '../../scan/cells/moment-cells.ts';
import type { MakeFormat } from '../format.ts';
import { parquetEncoders } from './parquet-encoder.ts';

export const makeParquet: MakeFormat<ParquetFormat> = (format, options) => ({
  ...rawCellScanners({ ...format, columns: format.columns.map(({ name }) => name) }, datesOf(format), options),
  makeEncoder: parquetEncoders(format),
});

function datesOf({ columns }: ParquetFormat): MomentColumn[] {
  return columns.flatMap(({ name, type, list }: ParquetColumn) => {
    if (type !== 'timestamp_ms' && type !== 'timestamp_ns') return [];
    return [{ name, digits: type === 'timestamp_ms' ? 3 : 9, ...(list ? { list } : {}) }];
  });
}
