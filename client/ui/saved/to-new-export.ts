import type { SavedExport } from '../../export/saved-exports.ts';
import { isForFolder } from '../../sink/open-target.ts';
import { canPickFile } from '../../sink/picker.ts';
import type { Place } from '../../sink/target.ts';
import { fileNameOf } from '../export-dialog/file-name.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { momentOf } from '../search/time/time-parts.ts';

/** Where it goes: not every browser lets a file be picked. */
export function placeOf({ place }: SavedExport): Place {
  return place === 'picked' && canPickFile() ? 'picked' : 'downloads';
}

/** What a saved export asks for at `now`, ms since 1970. Its relative times stay so: the proxy reads them as it begins. */
export function toNewExport(saved: SavedExport, now: number): NewExport {
  const { request, template } = saved;
  const { index, q, dql = '', time } = request.search;
  const at = (text: string | undefined) => (text === undefined ? undefined : momentOf(text, now));
  const slots = { index, query: q === '' ? dql : q, from: at(time?.from), to: at(time?.to), now };
  const isFolder = isForFolder(placeOf(saved), { inParts: request.parts !== undefined });
  return { ...request, fileName: fileNameOf(template, slots, { ...request.format, parts: request.parts, isFolder }) };
}
