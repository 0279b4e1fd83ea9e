import { dateColumnsOf, type ParquetFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';

export const makeParquet: MakeFormat<ParquetFormat> = (format, options) => ({
  ...rawCellScanners({ ...format, columns: format.columns.map(({ name }) => name) }, dateColumnsOf(format), options),
  makeEncoder: () => {
    throw new Error('to be made');
  },
});
