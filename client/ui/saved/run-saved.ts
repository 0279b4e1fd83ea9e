import type { SavedExport } from '../../export/saved-exports.ts';
import { exportsOf, planOf, type SetFault } from '../export-dialog/set-plan.ts';
import type { ExportList, NewExport } from '../exports-dock/create-export-list.ts';
import { getFields, postEachValue } from '../lib/api.ts';
import { facetName } from '../search/facets/facet-fields.ts';
import { withNested } from '../search/fields/nested-fields.ts';
import { type Asked, askedOf, placeOf } from './to-new-export.ts';

/** There is no file for each value. */
export class NoSet extends Error {
  constructor(readonly fault: SetFault) {
    super(fault);
  }
}

/**
 * Begins a saved export, within a click; false where somebody chose no file after all.
 * @throws NoSet, SluiceError with index_not_found, forbidden, query_invalid; or what the browser says of the file
 */
export async function runSaved(exports: ExportList, saved: SavedExport, now: number): Promise<boolean> {
  const asked = askedOf(saved, now);
  if (!asked.each) return exports.start(asked.one, placeOf(saved));
  return exports.startSet(() => filesOf(asked), { folder: asked.folder });
}

/** The files of a set, for the values that its field has by now. */
async function filesOf({ one, each, ending }: Asked): Promise<NewExport[]> {
  const { fileName, search, ...recipe } = one;
  const { field, without } = each ?? { field: '', without: false };
  const { fields } = await getFields(search.index);
  const counted = await postEachValue(withNested({ ...search, field }, fields, [field]));
  const plan = planOf(counted, { field, fields, without, fileName, ending });
  if (typeof plan === 'string') throw new NoSet(plan);
  return exportsOf(plan, { ...recipe, search }, facetName(field, fields));
}
