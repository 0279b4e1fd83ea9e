import { createEffect, untrack } from 'solid-js';
import { VERSION } from '../../../shared/version.ts';
import { type EndedExport, type ExportState, endedOf } from '../../export/exports.ts';
import { saveBlob } from '../../sink/save-blob.ts';
import { isFolder } from '../../sink/target.ts';
import { fetched } from '../lib/missing.ts';
import type { ExportList } from './create-export-list.ts';

/** Saves the manifests of this tab's exports that asked for one, as they end with a verdict. */
export function saveManifests(exports: ExportList): void {
  const here = new Set<string>();
  createEffect(() => {
    for (const state of exports.list()) {
      const { request, owner, verdict } = state;
      if (owner === 'here') here.add(request.id);
      else if (here.delete(request.id) && request.manifest && verdict) {
        const ended = endedOf(state);
        if (ended) untrack(() => void saveIn(state, ended).catch(() => undefined));
      }
    }
  });
}

async function saveIn(state: ExportState, ended: EndedExport): Promise<void> {
  await saveManifest(ended, await folderFor(state));
}

/** Where its file is, if that is a folder which is written to here. */
async function folderFor({ request: { member }, picked }: ExportState): Promise<FileSystemDirectoryHandle | undefined> {
  if (isFolder(picked)) return picked;
  return member && picked && (await fetched(() => import('../../export/set-folders.ts'))).folderOf(member.id);
}

/** Saves what is known of an ended export's file: into the folder of its parts, or as a download. */
export async function saveManifest(ended: EndedExport, folder?: FileSystemDirectoryHandle): Promise<void> {
  const { manifestNameOf, manifestOf } = await fetched(() => import('../../export/manifest.ts'));
  const manifest = manifestOf(ended, VERSION);
  if (!manifest) return;
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  const name = manifestNameOf(ended.request);
  if (!folder || !(await isWritten(folder, name, text))) saveBlob(new Blob([text], { type: 'application/json' }), name);
}

async function isWritten(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<boolean> {
  try {
    const file = await folder.getFileHandle(name, { create: true });
    const copy = await file.createWritable();
    await copy.write(text);
    await copy.close();
    return true;
  } catch {
    return false;
  }
}
