import type { DBSchema, IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { MAX_FIELD_CHARS } from '../../shared/limits.ts';
import { exportRequestSchema } from '../../shared/request.ts';
import { openDatabase } from '../worker/ledger/open-database.ts';
import { wholeOf } from '../worker/ledger/read-whole.ts';

/** Characters of a title, and of what a file's name is made of. */
export const MAX_TITLE_CHARS = 200;
const MAX_TEMPLATE_CHARS = 500;

/** Several files: one for each value that the field has as they are made, and maybe one of the rows that have none. */
const eachSchema = v.object({
  field: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS)),
  without: v.boolean(),
});
export type Each = v.InferOutput<typeof eachSchema>;

/**
 * What a request says of one file but its name and number, or of several files what is the same of all: relative times in it are those of its
 * next run. All that says what is made stands in it, since this is what earlier releases, too, read whole or not at all.
 */
export const recipeSchema = v.object({
  ...v.omit(exportRequestSchema, ['id', 'fileName', 'reader', 'member']).entries,
  each: v.exactOptional(eachSchema),
});

/** Whether a title has something to be seen in it. */
const hasInk = (title: string) => /[^\p{C}\p{Z}]/u.test(title);

const savedSchema = v.object({
  title: v.pipe(v.string(), v.trim(), v.check(hasInk), v.maxLength(MAX_TITLE_CHARS)),
  /** Of the file's name. */
  template: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_TEMPLATE_CHARS)),
  place: v.picklist(['downloads', 'picked']),
  request: recipeSchema,
});

/** An export to be made again and again. It comes from storage, from files and from links: none of them is trusted. */
export const savedExportSchema = wholeOf(savedSchema);
export type SavedExport = v.InferOutput<typeof savedSchema>;

/** One title each. `savedAt`: ms since 1970. */
const storedSchema = wholeOf(v.object({ ...savedSchema.entries, savedAt: v.pipe(v.number(), v.finite()) }));
export type StoredExport = v.InferOutput<typeof storedSchema>;

/** What a link and a file hold of it: the schema's keys, which stand nowhere else. */
export function bareOf(one: SavedExport): SavedExport {
  const keys = Object.keys(savedSchema.entries) as (keyof SavedExport)[];
  return Object.fromEntries(keys.map((key) => [key, one[key]])) as SavedExport;
}

/** As it is kept. */
export function storedOf(one: SavedExport, now: number): StoredExport {
  return { ...bareOf(one), savedAt: now };
}

/** What is kept, as far as it can be read. */
export function readStored(stored: readonly unknown[]): StoredExport[] {
  return stored.flatMap((one) => {
    const parsed = v.safeParse(storedSchema, one);
    return parsed.success ? [parsed.output] : [];
  });
}

/** Whether a title is one. */
export const isTitle = (title: string) => v.is(savedSchema.entries.title, title);

/**
 * Those of `added` that `kept` lacks, each under a title of its own: one that another export has gets a number behind, so that none is lost
 * for one of the same title.
 */
export function besides(kept: readonly SavedExport[], added: readonly SavedExport[]): SavedExport[] {
  const all = new Map(kept.map((one) => [one.title, textOf(one)]));
  return added.flatMap((one) => {
    for (let number = 1; ; number++) {
      const title = numbered(one.title, number);
      const titled = { ...one, title };
      const there = all.get(title);
      if (there === textOf(titled)) return [];
      if (there !== undefined) continue;
      all.set(title, textOf(titled));
      return [titled];
    }
  });
}

function numbered(title: string, number: number): string {
  const behind = number === 1 ? '' : ` (${number})`;
  // No half of a character is left at the end.
  return title.slice(0, MAX_TITLE_CHARS - behind.length).replace(/[\ud800-\udbff]$/, '') + behind;
}

/** The same of equal ones, whatever the order of their keys. */
function textOf(one: SavedExport): string {
  return JSON.stringify(v.parse(savedSchema, one));
}

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
  return readStored(await use((db) => db.getAll('saved')));
}

/** Under its title, whatever had it. @returns whether something had. @throws where the browser keeps nothing, or has no room */
export async function saveExport(one: SavedExport, now: number): Promise<boolean> {
  return use(async (db) => {
    const step = db.transaction('saved', 'readwrite');
    const before = await step.store.getKey(one.title);
    await Promise.all([step.store.put(storedOf(one, now)), step.done]);
    return before !== undefined;
  });
}

/** Beside all that is there. @returns those that were added, with their titles. @throws as saveExport */
export async function addExports(exports: readonly SavedExport[], now: number): Promise<SavedExport[]> {
  return use(async (db) => {
    const step = db.transaction('saved', 'readwrite');
    const added = besides(readStored(await step.store.getAll()), exports);
    await Promise.all([...added.map((one) => step.store.put(storedOf(one, now))), step.done]);
    return added;
  });
}

/** @throws where the browser keeps nothing */
export async function removeSaved(title: string): Promise<void> {
  await use((db) => db.delete('saved', title));
}
