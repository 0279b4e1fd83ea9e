import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { SetupError } from '../system/setup-error.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;
const LEAST_DISK = 2 * GB;
/** One node with a 512 MB heap takes about twice that, and the browser and the proxy want some. */
const LEAST_MEMORY = 1.5 * GB;

/** @throws SetupError with less than 2 GB free where `folder` is */
export async function checkDisk(folder: string): Promise<void> {
  const disk = await statfs(folder);
  requireDisk(disk.bavail * disk.bsize, folder);
}

export function requireDisk(freeBytes: number, folder: string): void {
  if (freeBytes >= LEAST_DISK) return;
  throw new SetupError(
    `Only ${inGb(freeBytes)} are free at ${folder}: OpenSearch and its data need ${inGb(LEAST_DISK)}.`,
  );
}

/**
 * A node's heap in MB: 2048, which large documents want, or 1024, or 512 where memory is short.
 *
 * @throws SetupError with less than 1.5 GB of memory available
 */
export function heapFor(nodes: number, availableBytes = availableMemory()): number {
  if (availableBytes < LEAST_MEMORY) {
    const found = inGb(availableBytes);
    throw new SetupError(
      `Only ${found} of memory are free: OpenSearch needs ${inGb(LEAST_MEMORY)}. Close other programs, or set OPENSEARCH_URL.`,
    );
  }
  const each = availableBytes / nodes;
  if (each >= 6 * GB) return 2048;
  return each >= 3 * GB ? 1024 : 512;
}

/** A container's limit counts too, where Node can tell it. */
export function availableMemory(): number {
  const known = process as { availableMemory?: () => number };
  return known.availableMemory?.() ?? freemem();
}

function inGb(bytes: number): string {
  return `${(bytes / GB).toFixed(1)} GB`;
}
