import { clearFolder } from './clear-folder.ts';

/** What File System Access adds, in the browsers that have it: https://wicg.github.io/file-system-access/ */
declare global {
  interface Window {
    showSaveFilePicker?(options: { id: string; startIn: string; suggestedName: string }): Promise<FileSystemFileHandle>;
    showDirectoryPicker?(options: {
      id: string;
      startIn: string;
      mode: 'readwrite';
    }): Promise<FileSystemDirectoryHandle>;
  }
  interface FileSystemHandle {
    requestPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
  }
}

/** Whether this browser lets people pick the file that an export is written to. */
export function canPickFile(scope: Window = window): boolean {
  return typeof scope.showSaveFilePicker === 'function';
}

/** Whether it lets them pick a folder. */
export function canPickFolder(scope: Window = window): boolean {
  return typeof scope.showDirectoryPicker === 'function';
}

/** Asks for a file, within a click. Undefined when the person cancels. @throws what the browser says when it does not ask */
export function pickFile(fileName: string, scope: Window = window): Promise<FileSystemFileHandle | undefined> {
  return unlessCancelled(async () =>
    scope.showSaveFilePicker?.({ id: 'export', startIn: 'downloads', suggestedName: fileName }),
  );
}

/** Asks for a folder, within a click. Undefined when the person cancels. @throws what the browser says when it does not ask */
export function pickFolder(scope: Window = window): Promise<FileSystemDirectoryHandle | undefined> {
  return unlessCancelled(async () =>
    scope.showDirectoryPicker?.({ id: 'export-parts', startIn: 'downloads', mode: 'readwrite' }),
  );
}

/** The same with a new folder in it, as `makeFolder` makes one. */
export async function pickNewFolder(
  name: string,
  scope: Window = window,
): Promise<FileSystemDirectoryHandle | undefined> {
  const parent = await pickFolder(scope);
  return parent && makeFolder(parent, name);
}

/** Makes the files in a folder that has none of them. @throws what the browser says, and leaves none of them then */
export async function makeFiles(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<FileSystemFileHandle[]> {
  try {
    const made: FileSystemFileHandle[] = [];
    for (const name of names) made.push(await folder.getFileHandle(name, { create: true }));
    return made;
  } catch (error) {
    const ours = new Set(names);
    await clearFolder(folder, (name) => ours.has(name));
    throw error;
  }
}

async function unlessCancelled<T>(pick: () => Promise<T>): Promise<T | undefined> {
  try {
    return await pick();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/**
 * Makes a new folder in one, of that name or, where something has it, `name (2)` and so on: so nothing that is there is ever written over.
 * @throws what the browser says
 */
export async function makeFolder(parent: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle> {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} (${number})`;
    if (!(await has(parent, free))) return parent.getDirectoryHandle(free, { create: true });
  }
}

async function has(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getDirectoryHandle(name);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return false;
    // A file has the name.
    if (error instanceof DOMException && error.name === 'TypeMismatchError') return true;
    throw error;
  }
}

/** Whether the file or folder may be written to; asks where the browser wants that, after a reload it does. Within a click. */
export async function mayWrite(handle: FileSystemHandle): Promise<boolean> {
  try {
    return (await handle.requestPermission?.({ mode: 'readwrite' })) !== 'denied';
  } catch {
    // Without a click, or from a frame, it must not be asked for.
    return false;
  }
}
