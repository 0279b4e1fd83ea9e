import { batch } from 'solid-js';
import type { ExportRequest, ExportState, Exports } from '../../export/exports.ts';
import { folderOf, keepFolder } from '../../export/set-folders.ts';
import { archiveName } from '../../sink/open-target.ts';
import { makeFiles, makeFolder, mayWrite, pickFolder } from '../../sink/picker.ts';
import type { Picked } from '../../sink/target.ts';
import { newId } from '../lib/new-id.ts';

/** The files; a function where they are known only once something was asked, since a browser asks for a folder at a click alone. */
export type SetAsked = readonly Omit<ExportRequest, 'id'>[] | (() => Promise<readonly Omit<ExportRequest, 'id'>[]>);

/** `folder`: the name of the new one that they go into; without it they are downloads, one after another. */
export type SetPlace = { folder: string | undefined };

/**
 * Asks for a folder where they go into one, then begins all of them, within a click: each is in line by then, with its file. False when the
 * person chose none after all. @throws as pickFolder, makeFolder, makeFiles and `asked`, and nothing was made then
 */
export async function startSet(exports: Exports, asked: SetAsked, { folder: name }: SetPlace): Promise<boolean> {
  const parent = name === undefined ? undefined : await pickFolder();
  if (name !== undefined && !parent) return false;
  const wanted = typeof asked === 'function' ? await asked() : asked;
  const named = wanted.map((one) => ({ ...one, fileName: archiveName({ ...one, inParts: one.parts !== undefined }) }));
  if (name === undefined || !parent) {
    // One signal for all: each of hundreds would draw the list anew.
    batch(() => {
      for (const one of named) exports.start({ ...one, id: newId() }, { kind: 'later' });
    });
    return true;
  }
  const folder = await makeFolder(parent, name);
  const files = await makeFiles(
    folder,
    named.map(({ fileName }) => fileName),
  );
  const [id] = named.flatMap(({ member }) => member?.id ?? []);
  if (id !== undefined) await keepFolder(id, folder, Date.now());
  batch(() => {
    for (const [i, handle] of files.entries()) {
      const one = named[i];
      if (one) exports.start({ ...one, id: newId() }, { kind: 'picked', handle });
    }
  });
  return true;
}

/** The file of that name in the folder of its set, to make it again; undefined where it is in none, or that may not be written to. */
export async function fileInSet({ request, picked }: ExportState): Promise<Picked | undefined> {
  const folder = request.member && picked && (await folderOf(request.member.id));
  if (!folder || !(await mayWrite(folder))) return undefined;
  try {
    return { kind: 'picked', handle: await folder.getFileHandle(request.fileName, { create: true }) };
  } catch {
    // The folder is gone.
    return undefined;
  }
}

/** Asks once for leave to write into the folder of a set, within a click. */
export async function mayWriteSet(id: string): Promise<void> {
  const folder = await folderOf(id);
  if (folder) await mayWrite(folder);
}
