import { archiveName } from '../sink/open-target.ts';
import { mayWrite } from '../sink/picker.ts';
import type { Download, Later, PickedHandle, Target } from '../sink/target.ts';
import type { ExportState } from './state.ts';

/** Within a click: the file or folder that was picked, where the person lets it be written to, or a new download. @throws as openDownload */
export async function reopen(
  { request, picked }: ExportState,
  openDownload: (fileName: string) => Promise<Download>,
): Promise<Target | Later> {
  if (picked && (await mayWrite(picked))) return { kind: 'picked', handle: picked };
  // One of several: all of them may be gone on with at once.
  return request.member ? { kind: 'later' } : openNew(request, openDownload);
}

/** A new download. @throws as openDownload */
export async function openNew(
  { fileName, parts }: ExportState['request'],
  openDownload: (fileName: string) => Promise<Download>,
): Promise<Target> {
  return { kind: 'download', download: await openDownload(archiveName({ fileName, inParts: parts !== undefined })) };
}

/** What the person picked, where that is so. */
export function pickedOf(target: Target | Later): { picked?: PickedHandle } {
  return target.kind === 'picked' ? { picked: target.handle } : {};
}
