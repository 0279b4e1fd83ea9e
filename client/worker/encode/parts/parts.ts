import type { ExportRequest } from '../../../../shared/request.ts';
import type { MakeEncoder } from '../encoder.ts';
import { partNames } from './part-names.ts';
import { partsEncoders } from './parts-encoder.ts';
import { rowEndsOf } from './row-ends.ts';

type Asked = Pick<ExportRequest, 'format' | 'fileName'> & { parts: NonNullable<ExportRequest['parts']> };

/** Encoders of the archive that was asked for, of files as the format's encoders make them. */
export function partsFor(makeInner: MakeEncoder, asked: Asked): MakeEncoder {
  return partsEncoders(makeInner, { most: asked.parts, rowEnd: rowEndsOf(asked.format), nameOf: partNames(asked) });
}
