import { pickFile } from './picker.ts';
import { openDownload } from './stream-saver.ts';
import type { Place, Target } from './target.ts';

/**
 * Opens the file, within a click. Undefined when the person closed the picker without having chosen one.
 * @throws UnsupportedDownload, and what the browser says when it opens none
 */
export async function openTarget(place: Place, fileName: string): Promise<Target | undefined> {
  if (place === 'downloads') return { kind: 'download', download: await openDownload(fileName) };
  const handle = await pickFile(fileName);
  return handle && { kind: 'picked', handle };
}
