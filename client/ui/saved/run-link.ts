import * as v from 'valibot';
import { bareOf, type SavedExport, savedExportSchema } from '../../export/saved-exports.ts';
import { hrefOf } from '../lib/href.ts';

/**
 * A saved export as a link that holds all of it. It stands behind the `#`, which browsers send to no server: it is in no log, and may be longer than
 * servers take.
 */

/** Bytes of what a link unpacks to. */
const MAX_BYTES = 1024 * 1024;

export async function runLink(saved: SavedExport): Promise<string> {
  return `${new URL(hrefOf('/run'), location.href)}#${await packExport(saved)}`;
}

/** What stands behind the `#`. */
export async function packExport(saved: SavedExport): Promise<string> {
  const json = new Blob([JSON.stringify(bareOf(saved))]);
  const packed = await new Response(json.stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer();
  const signs = Array.from(new Uint8Array(packed), (byte) => String.fromCharCode(byte)).join('');
  return btoa(signs).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @returns undefined for what is no such link, or one of a newer release */
export async function readRunLink(hash: string): Promise<SavedExport | undefined> {
  try {
    const text = hash.replace(/^#/, '').replace(/-/g, '+').replace(/_/g, '/');
    const packed = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const json = await unpacked(packed);
    const parsed = v.safeParse(savedExportSchema, json === undefined ? undefined : JSON.parse(json));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Stops before a small link has filled the memory. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.length;
    if (bytes > MAX_BYTES) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(next.value);
  }
  return new Blob(pieces).text();
}
