import type { DocumentFormat } from '../../../../shared/request.ts';
import { documentScanners } from '../../scan/documents/document-scanners.ts';
import type { MakeFormat } from '../format.ts';
import { textEncoders } from '../text-encoder.ts';

const NOTHING = new Uint8Array(0);

export const makeNdjson: MakeFormat<DocumentFormat> = (format, options) => ({
  ...documentScanners(format, options),
  makeEncoder: textEncoders({ head: NOTHING, foot: NOTHING, separatorBytes: 0 }),
});
