import { canLock } from './keep-support.ts';

/** Why this browser cannot stream a download to disk. */
export type MemoryReason = 'insecure_context' | 'untrusted' | 'no_service_worker' | 'outdated';

/** `memory`: a file is gathered there, and saved once it is whole. */
export type DownloadSupport = { kind: 'streaming' } | { kind: 'memory'; reason: MemoryReason };

/**
 * Whether StreamSaver can write to disk as rows arrive, and if not, why. WebKit has service workers for longer than it writes their downloads
 * to disk as they arrive; locks, which the service worker needs besides, came in the same release (Safari 15.4).
 */
export function downloadSupport(scope: Window & typeof globalThis = window): DownloadSupport {
  if (!scope.isSecureContext) return { kind: 'memory', reason: 'insecure_context' };
  if (!('serviceWorker' in scope.navigator)) return { kind: 'memory', reason: 'no_service_worker' };
  if (!canLock(scope)) return { kind: 'memory', reason: 'outdated' };
  return { kind: 'streaming' };
}
