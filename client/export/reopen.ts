import { archiveName } from '../sink/open-target.ts';
import { mayWrite } from '../sink/picker.ts';
import type { Download, PickedHandle, Target } from '../sink/target.ts';
import type { ExportState } from './state.ts';

/** Within a click: the file or folder that was picked, where the person lets it be written to, or a new download. @throws as openDownload */
export async function reopen(
  { request, picked }: ExportState,
  openDownload: (fileName: string) => Promise<Download>,
): Promise<Target> {
  if (picked && (await mayWrite(picked))) return { kind: 'picked', handle: picked };
  const { fileName, parts } = request;
  return { kind: 'download', download: await openDownload(archiveName({ fileName, inParts: parts !== undefined })) };
}

/** What the person picked, where that is so. */
export function pickedOf(target: Target): { picked?: PickedHandle } {
  return target.kind === 'picked' ? { picked: target.handle } : {};
}
