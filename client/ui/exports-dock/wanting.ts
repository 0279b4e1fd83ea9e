import type { ExportRequest } from '../../../shared/request.ts';
import type { ExportStatus, Verdict } from '../../export/exports.ts';
import { hasLost } from './misfits.ts';

export type Standing = {
  status: ExportStatus;
  verdict?: Pick<Verdict, 'leftOut' | 'misfits'> | undefined;
  /** What the verdict is of. */
  request?: Pick<ExportRequest, 'format'>;
};

/** What a file goes without in which all rows are that could be read. */
export function wantingOf({ status, verdict, request }: Standing): 'documents' | 'values' | undefined {
  if (status !== 'complete' || !verdict) return undefined;
  if (verdict.leftOut) return 'documents';
  return request && hasLost(request.format, verdict) ? 'values' : undefined;
}
