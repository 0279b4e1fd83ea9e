import type { XlsxFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';

export const makeXlsx: MakeFormat<XlsxFormat> = ({ columns, ...format }, options) => ({
  ...rawCellScanners({ columns: columns.map(({ name }) => name), ...format }, options),
  makeEncoder: () => {
    throw new Error('to be made');
  },
});
