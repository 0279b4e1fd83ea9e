/**
 * OpenSearch's point-in-time id is base64url of a list of shards, each `name uuid shard …`: strings with their length
 * before them, numbers as vInt (SearchContextId.java). Only this much of it is read here, to know an index again by its
 * uuid with no more than read permission; where the form is another one, the answer is that nothing is known.
 */
export function locateInPit(pitId: string, index: string): { uuid: string; shard: number } | undefined {
  const bytes = decodePit(pitId);
  const name = new TextEncoder().encode(index);
  const wanted = [...vInt(index.length), ...name, UUID_CHARS];
  for (let at = 0; bytes && at + wanted.length + UUID_CHARS < bytes.length; at++) {
    if (!wanted.every((byte, i) => bytes[at + i] === byte)) continue;
    const from = at + wanted.length;
    const uuid = new TextDecoder().decode(bytes.subarray(from, from + UUID_CHARS));
    const shard = readVInt(bytes, from + UUID_CHARS);
    if (/^[\w-]{22}$/.test(uuid) && shard !== undefined) return { uuid, shard };
  }
  return undefined;
}

/** A uuid in base64url. */
const UUID_CHARS = 22;

function vInt(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7];
}

function readVInt(bytes: Uint8Array, at: number): number | undefined {
  const [low, high] = [bytes[at], bytes[at + 1]];
  if (low === undefined) return undefined;
  return low < 0x80 ? low : high === undefined ? undefined : (low & 0x7f) | (high << 7);
}

/** Undefined where the id is no base64url. */
export function decodePit(pitId: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(pitId.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export function encodePit(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_');
}
