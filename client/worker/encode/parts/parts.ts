import type { ExportRequest } from '../../../../shared/request.ts';
import type { MakeEncoder } from '../encoder.ts';
import { partNames } from './part-names.ts';
import type { PartPlaces } from './part-places.ts';
import { partsEncoders } from './parts-encoder.ts';
import { rowEndsOf } from './row-ends.ts';

type Asked = Pick<ExportRequest, 'format' | 'fileName'> & { parts: NonNullable<ExportRequest['parts']> };

/** Encoders of the archive that was asked for, of files as the format's encoders make them. `places` is told where these lie. */
export function partsFor(makeInner: MakeEncoder, asked: Asked, places?: PartPlaces): MakeEncoder {
  const rowEnd = rowEndsOf(asked.format);
  return partsEncoders(makeInner, { most: asked.parts, rowEnd, nameOf: partNames(asked), places });
}
