/** Newer than the libraries that types are taken from here, and than Node 20. */
type Transferable = ArrayBuffer & { transfer?(bytes: number): ArrayBuffer };

/**
 * Gives a buffer's memory back at once, where the engine can, instead of when garbage is collected next: by then it would be
 * tens of MB. Nobody may look at it any more.
 */
export function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  const transferable: Transferable = buffer;
  transferable.transfer?.(0);
}
