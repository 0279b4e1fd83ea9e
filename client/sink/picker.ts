/** What File System Access adds, in the browsers that have it: https://wicg.github.io/file-system-access/ */
declare global {
  interface Window {
    showSaveFilePicker?(options: { id: string; startIn: string; suggestedName: string }): Promise<FileSystemFileHandle>;
  }
  interface FileSystemHandle {
    requestPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
  }
}

/** Whether this browser lets people pick the file that an export is written to. */
export function canPickFile(scope: Window = window): boolean {
  return typeof scope.showSaveFilePicker === 'function';
}

/** Asks for a file, within a click. Undefined when the person cancels. @throws what the browser says when it does not ask */
export async function pickFile(fileName: string, scope: Window = window): Promise<FileSystemFileHandle | undefined> {
  try {
    return await scope.showSaveFilePicker?.({ id: 'export', startIn: 'downloads', suggestedName: fileName });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** Whether the file may be written to; asks where the browser wants that, after a reload it does. Within a click. */
export async function mayWrite(handle: FileSystemFileHandle): Promise<boolean> {
  try {
    return (await handle.requestPermission?.({ mode: 'readwrite' })) !== 'denied';
  } catch {
    // Without a click, or from a frame, it must not be asked for.
    return false;
  }
}
