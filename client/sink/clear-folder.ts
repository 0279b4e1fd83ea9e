declare global {
  interface FileSystemHandle {
    /** Chromium's own; a folder has to be empty. */
    remove?(): Promise<void>;
  }
}

/** What Chromium calls the copy of a file that is written; one that was killed meanwhile leaves it. */
const SWAP = /\.crswap$/;

/** Removes an export's files from a folder. @throws what the browser says */
export async function removeFiles(
  folder: FileSystemDirectoryHandle,
  isOurs: (fileName: string) => boolean,
): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names) if (isOurs(name.replace(SWAP, ''))) await folder.removeEntry(name);
}

/**
 * Removes from a folder what an export has put there, and the folder where nothing else is in it. What cannot be removed, as the browser asks anew
 * for leave to write there, stays. Never rejects.
 */
export async function clearFolder(
  folder: FileSystemDirectoryHandle,
  isOurs: (fileName: string) => boolean,
): Promise<void> {
  try {
    await removeFiles(folder, isOurs);
    await folder.remove?.();
  } catch {
    // Somebody has put a file of their own there, or the folder is gone.
  }
}
