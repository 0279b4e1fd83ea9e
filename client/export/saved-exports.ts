import type { DBSchema, IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { exportRequestSchema } from '../../shared/request.ts';
import { openDatabase } from '../worker/ledger/open-database.ts';
import { readWhole } from '../worker/ledger/read-whole.ts';

/** Characters of a title, and of what a file's name is made of. */
export const MAX_TITLE_CHARS = 200;
const MAX_TEMPLATE_CHARS = 500;

/** What a request says of one file but its name and number: relative times in it are those of its next run. */
const recipeSchema = v.omit(exportRequestSchema, ['id', 'fileName', 'reader', 'member']);

/** A newer release may ask for what this one does not know: a file made without that would be another one. */
const wholeRecipeSchema = v.pipe(
  v.custom<v.InferInput<typeof recipeSchema>>((stored) => readWhole(recipeSchema, stored) !== undefined),
  recipeSchema,
);

/** An export to be made again and again. It comes from storage, from files and from links: none of them is trusted. */
export const savedExportSchema = v.object({
  title: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(MAX_TITLE_CHARS)),
  /** Of the file's name. */
  template: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_TEMPLATE_CHARS)),
  place: v.picklist(['downloads', 'picked']),
  request: wholeRecipeSchema,
});
export type SavedExport = v.InferOutput<typeof savedExportSchema>;

/** One title each: saving under one that is there takes its place. `savedAt`: ms since 1970. */
const storedSchema = v.object({ ...savedExportSchema.entries, savedAt: v.pipe(v.number(), v.finite()) });
export type StoredExport = v.InferOutput<typeof storedSchema>;

interface SavedSchema extends DBSchema {
  saved: { key: string; value: StoredExport };
}

/** @throws where the browser keeps nothing */
async function use<T>(work: (db: IDBPDatabase<SavedSchema>) => Promise<T>): Promise<T> {
  const nothing = () => undefined;
  const db = await openDatabase<SavedSchema>({
    ...{ name: 'sluice-saved', version: 1, onBlocked: nothing, onTaken: nothing },
    upgrade: (fresh) => void fresh.createObjectStore('saved', { keyPath: 'title' }),
  });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** By title. What cannot be read is left out. @throws where the browser keeps nothing */
export async function savedExports(): Promise<StoredExport[]> {
  const stored: unknown[] = await use((db) => db.getAll('saved'));
  return stored.flatMap((one) => {
    const parsed = v.safeParse(storedSchema, one);
    return parsed.success ? [parsed.output] : [];
  });
}

/** @throws where the browser keeps nothing, or has no room */
export async function saveExports(exports: readonly SavedExport[], now: number): Promise<void> {
  await use(async (db) => {
    const step = db.transaction('saved', 'readwrite');
    await Promise.all([...exports.map((one) => step.store.put({ ...one, savedAt: now })), step.done]);
  });
}

/** @throws where the browser keeps nothing */
export async function removeSaved(title: string): Promise<void> {
  await use((db) => db.delete('saved', title));
}
