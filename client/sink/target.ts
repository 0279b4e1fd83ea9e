/** Where people can have a file put: the browser's downloads, or a file that they pick themselves. */
export type Place = 'downloads' | 'picked';

/** A file among the browser's downloads, from the click on. */
export type Download = {
  /** Takes the stream of the file's bytes; for the worker that makes them. */
  readonly port: MessagePort;
  /** The file is whole, or nothing more will come of it: then the browser is told that it has failed. */
  end(): void;
};

export type PickedFile = { kind: 'picked'; handle: FileSystemFileHandle };

/** The file that an export fills, as the page has it. */
export type Target = { kind: 'download'; download: Download } | PickedFile;

/** The same, as a worker has it. */
export type WorkerTarget = { kind: 'download'; port: MessagePort } | PickedFile;
