/** Why this browser cannot stream a download to disk. */
export type MemoryReason = 'insecure_context' | 'no_service_worker' | 'buffers_whole_file';

/** `memory`: a file is gathered there, and saved once it is whole. */
export type DownloadSupport = { kind: 'streaming' } | { kind: 'memory'; reason: MemoryReason };

/**
 * Whether StreamSaver can write to disk as rows arrive, and if not, why. WebKit's own downloads hold a file of any size in memory, as far
 * as StreamSaver knows.
 */
export function downloadSupport(scope: Window & typeof globalThis = window): DownloadSupport {
  if (!scope.isSecureContext) return { kind: 'memory', reason: 'insecure_context' };
  if (isWebKit(scope)) return { kind: 'memory', reason: 'buffers_whole_file' };
  if (!('serviceWorker' in scope.navigator)) return { kind: 'memory', reason: 'no_service_worker' };
  return { kind: 'streaming' };
}

/** The test that StreamSaver itself makes before it falls back to a blob. */
function isWebKit(scope: Window & typeof globalThis): boolean {
  return /constructor/i.test(String(scope.HTMLElement)) || 'safari' in scope || 'WebKitPoint' in scope;
}
