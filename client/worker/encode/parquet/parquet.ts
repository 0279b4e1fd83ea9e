import type { ParquetFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';

export const makeParquet: MakeFormat<ParquetFormat> = ({ columns, ...format }, options) => ({
  ...rawCellScanners({ columns: columns.map(({ name }) => name), ...format }, options),
  makeEncoder: () => {
    throw new Error('to be made');
  },
});
