import type { Each, SavedExport } from '../../export/saved-exports.ts';
import { isForFolder } from '../../sink/open-target.ts';
import { canPickFile } from '../../sink/picker.ts';
import type { Place } from '../../sink/target.ts';
import { endingOf, FORBIDDEN, faultOf, fileNameOf } from '../export-dialog/file-name.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { momentOf } from '../search/time/time-parts.ts';

/** Where it goes: not every browser lets a file be picked. */
export function placeOf({ place }: Pick<SavedExport, 'place'>): Place {
  return place === 'picked' && canPickFile() ? 'picked' : 'downloads';
}

/** One file, or one for each value of a field: then its name is the beginning of theirs, and of their folder's. */
export type Asked = { one: NewExport; each: Each | undefined; ending: string; folder: string | undefined };

/** What a saved export asks for at `now`, ms since 1970. Its relative times stay so: the proxy reads them as it begins. */
export function askedOf(saved: SavedExport, now: number): Asked {
  const { each, ...request } = saved.request;
  const isFolder = isForFolder(placeOf(saved), { inParts: each !== undefined || request.parts !== undefined });
  const whole = { ...request.format, parts: request.parts };
  const nameFor = (isFolder: boolean) => nameOf(saved, { now, ending: { ...whole, isFolder } });
  return {
    one: { ...request, fileName: nameFor(isFolder && !each) },
    ...{ each, ending: endingOf(whole) },
    folder: each && isFolder ? nameFor(true) : undefined,
  };
}

type NameOptions = { now: number; ending: Parameters<typeof fileNameOf>[2] };

/** A name for any disk, though it may come of a link or a file that no dialog has checked. */
function nameOf({ request, template }: SavedExport, { now, ending }: NameOptions): string {
  const { index, q, dql = '', time } = request.search;
  const at = (text: string | undefined) => (text === undefined ? undefined : momentOf(text, now));
  const slots = { index, query: q === '' ? dql : q, from: at(time?.from), to: at(time?.to), now };
  const name = fileNameOf(template, slots, ending).replace(new RegExp(FORBIDDEN, 'g'), '_');
  return faultOf(name) ? fileNameOf('export', slots, ending) : name;
}
