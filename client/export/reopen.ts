import { mayWrite } from '../sink/picker.ts';
import type { Download, Target } from '../sink/target.ts';
import type { ExportState } from './state.ts';

/** Within a click: the file that was picked, where the person lets it be written to, or a new download. @throws as openDownload */
export async function reopen(
  { request, picked }: ExportState,
  openDownload: (fileName: string) => Promise<Download>,
): Promise<Target> {
  if (picked && (await mayWrite(picked))) return { kind: 'picked', handle: picked };
  return { kind: 'download', download: await openDownload(request.fileName) };
}

/** The file that the person picked, where there is one. */
export function pickedOf(target: Target): { picked?: FileSystemFileHandle } {
  return target.kind === 'picked' ? { picked: target.handle } : {};
}
