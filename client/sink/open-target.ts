import { canPickFolder, pickFile, pickNewFolder } from './picker.ts';
import { openDownload } from './stream-saver.ts';
import type { Place, Target } from './target.ts';

/** `inParts`: the file is an archive of parts, which in a folder are files of their own. */
export type Wanted = { fileName: string; inParts: boolean };

const ARCHIVE = '.zip';

/**
 * Opens the file, within a click, or the folder. Undefined when the person closed the picker without having chosen one.
 * @throws what the browser says when it opens none
 */
export async function openTarget(place: Place, wanted: Wanted): Promise<Target | undefined> {
  if (place === 'downloads') return { kind: 'download', download: await openDownload(archiveName(wanted)) };
  const handle = await (isForFolder(place, wanted)
    ? pickNewFolder(folderName(wanted.fileName))
    : pickFile(archiveName(wanted)));
  return handle && { kind: 'picked', handle };
}

/** Whether parts go into a folder: where the person picks the place, and the browser lets them pick one. */
export function isForFolder(place: Place, { inParts }: Pick<Wanted, 'inParts'>): boolean {
  return inParts && place === 'picked' && canPickFolder();
}

/** Of what may have been asked for as a folder: parts that go into one file are an archive. */
export function archiveName({ fileName, inParts }: Wanted): string {
  return inParts && !isArchive(fileName) ? fileName + ARCHIVE : fileName;
}

function folderName(fileName: string): string {
  return isArchive(fileName) ? fileName.slice(0, -ARCHIVE.length) : fileName;
}

function isArchive(fileName: string): boolean {
  return fileName.toLowerCase().endsWith(ARCHIVE);
}
