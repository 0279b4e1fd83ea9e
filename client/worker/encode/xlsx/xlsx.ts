import { SluiceError } from '../../../../shared/errors.ts';
import type { XlsxFormat } from '../../../../shared/request.ts';
import { rawCellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';
import { xlsxEncoders } from './xlsx-encoder.ts';

/** Columns that Excel has. */
const MOST_COLUMNS = 16_384;

/** @throws too_many_columns */
export const makeXlsx: MakeFormat<XlsxFormat> = (format, options) => {
  const { columns, rest } = format;
  if (columns.length + (rest ? 1 : 0) > MOST_COLUMNS) {
    throw new SluiceError(
      'too_many_columns',
      `A sheet has ${MOST_COLUMNS} columns at most, and these are ${columns.length}. Choose fewer, or another format.`,
    );
  }
  const dates = columns.filter(({ type }) => type === 'date').map(({ name }) => ({ name, digits: 9 }));
  return {
    ...rawCellScanners({ ...format, columns: columns.map(({ name }) => name) }, dates, options),
    makeEncoder: xlsxEncoders(format),
  };
};
