import type { CsvFormat } from '../../../../shared/request.ts';
import { cellScanners } from '../../scan/cells/cell-scanners.ts';
import type { MakeFormat } from '../format.ts';
import { textEncoders } from '../text-encoder.ts';
import { csvHead } from './csv-head.ts';

export const makeCsv: MakeFormat<CsvFormat> = (format, options) => ({
  ...cellScanners(format, options),
  makeEncoder: textEncoders({ head: csvHead(format), foot: new Uint8Array(0), separatorBytes: 0 }),
});
