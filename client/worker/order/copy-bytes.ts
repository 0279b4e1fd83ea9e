/** From about here the engine's block copy is faster than a loop, in spite of the view it needs. Bytes. */
const LONG = 96;

/** `bytes[from, to)` to `target` from `at` on. */
export function copyBytes(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): void {
  if (to - from > LONG) target.set(bytes.subarray(from, to), at);
  else for (let i = from, o = at; i < to; i++, o++) target[o] = bytes[i] as number;
}
