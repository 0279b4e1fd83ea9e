import * as v from 'valibot';
import { bareOf, type SavedExport, savedExportSchema } from '../../export/saved-exports.ts';

/** Saved exports as a file, to be taken to another browser. */
const KIND = 'sluice-saved-exports';
const MAX_EXPORTS = 1000;

const fileSchema = v.strictObject({
  kind: v.literal(KIND),
  version: v.literal(1),
  exports: v.pipe(v.array(v.unknown()), v.maxLength(MAX_EXPORTS)),
});

/** What of a file can be read, and how many that cannot. */
export type ReadFile = { readonly exports: readonly SavedExport[]; readonly unread: number };

export function writeSavedFile(exports: readonly SavedExport[]): string {
  return `${JSON.stringify({ kind: KIND, version: 1, exports: exports.map(bareOf) }, null, 2)}\n`;
}

/** @returns undefined for a text that is no such file */
export function readSavedFile(text: string): ReadFile | undefined {
  const file = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), text);
  if (!file.success) return undefined;
  const read = file.output.exports.map((one) => v.safeParse(savedExportSchema, one));
  const exports = read.flatMap((one) => (one.success ? [one.output] : []));
  return { exports, unread: read.length - exports.length };
}
