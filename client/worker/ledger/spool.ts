/** An export's bytes so far, kept in the browser. One writer; appends are whole when `flush` has returned. */
export interface Spool {
  /** Bytes. */
  readonly length: number;
  /** @throws QuotaExceededError (a DOMException) when the browser gives no more room */
  append(bytes: Uint8Array): void;
  /** What was appended survives a crash from here on. */
  flush(): void;
  /** Bytes behind `length` are dropped: they were written after the last checkpoint. */
  cutBack(length: number): void;
  /** Up to `max` bytes from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** Where spools lie. A spool is named by its export. */
export interface SpoolStore {
  /** Opens it, made if it is not there. */
  open(id: string): Promise<Spool>;
  /** No error when there is none. */
  remove(id: string): Promise<void>;
  list(): Promise<string[]>;
}
