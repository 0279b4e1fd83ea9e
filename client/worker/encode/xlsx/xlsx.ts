import { dateColumnsOf, type XlsxFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';

export const makeXlsx: MakeFormat<XlsxFormat> = (format, options) => ({
  ...rawCellScanners(
    { ...format, columns: format.columns.map(({ name }) => name) },
    dateColumnsOf(format).map((name) => ({ name, digits: 9 })),
    options,
  ),
  makeEncoder: () => {
    throw new Error('to be made');
  },
});
