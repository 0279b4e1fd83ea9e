/** Where people can have a file put: the browser's downloads, or where they pick a place themselves. */
export type Place = 'downloads' | 'picked';

/** A file among the browser's downloads, from the click on; or, `inMemory`, from when it is whole. */
export type Download = {
  /** Takes the stream of the file's bytes, or the whole file; for the worker that makes them. */
  readonly port: MessagePort;
  readonly inMemory: boolean;
  /** The file is whole, or nothing more will come of it: then the browser is told that it has failed. */
  end(): void;
};

/** A file, or for an export in parts a folder that holds nothing but them. */
export type PickedHandle = FileSystemFileHandle | FileSystemDirectoryHandle;

export type Picked = { kind: 'picked'; handle: PickedHandle };

/** The file that an export fills, as the page has it. */
export type Target = { kind: 'download'; download: Download } | Picked;

/** A download that is opened when the turn of its export comes: of several files, not all can be among the downloads at once. */
export type Later = { kind: 'later' };

/** The same, as a worker has it. */
export type WorkerTarget = ({ kind: 'download' } & Pick<Download, 'port' | 'inMemory'>) | Picked;

export function isFolder(handle: PickedHandle | undefined): handle is FileSystemDirectoryHandle {
  return handle?.kind === 'directory';
}
