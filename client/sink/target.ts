/** Where people can have a file put: the browser's downloads, or a file that they pick themselves. */
export type Place = 'downloads' | 'picked';

/** The file that an export fills. Both kinds can be handed to a worker. */
export type Target =
  | { kind: 'download'; stream: WritableStream<Uint8Array> }
  | { kind: 'picked'; handle: FileSystemFileHandle };
