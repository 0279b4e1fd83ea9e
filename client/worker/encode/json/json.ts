import type { DocumentFormat } from '../../../../shared/request.ts';
import { documentScanners } from '../../scan/documents/document-scanners.ts';
import type { MakeFormat } from '../format.ts';
import { textEncoders } from '../text-encoder.ts';

const UTF8 = new TextEncoder();

/** One array, a document a line. The first goes without the comma that rows begin with. */
export const makeJson: MakeFormat<DocumentFormat> = (format, options) => ({
  ...documentScanners(format, options),
  makeEncoder: textEncoders({ head: UTF8.encode('['), foot: UTF8.encode('\n]\n'), separatorBytes: 1 }),
});
