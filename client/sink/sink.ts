/** Where formatted bytes go, in order. `write` settles when there is room for more: that is the back-pressure. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole. */
  close(): Promise<void>;
  /** The file will not be whole: remove what can be removed. */
  abort(reason: unknown): Promise<void>;
}
