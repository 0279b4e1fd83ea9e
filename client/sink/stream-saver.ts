/** Why this browser cannot stream a download to disk. */
export type UnsupportedReason =
  | 'insecure_context'
  | 'no_service_worker'
  | 'no_transferable_streams'
  | 'buffers_whole_file';

export type DownloadSupport = { kind: 'streaming' } | { kind: 'unsupported'; reason: UnsupportedReason };

/**
 * Whether StreamSaver can write to disk as rows arrive, and if not, why. Without transferable streams there is no
 * back-pressure, and WebKit gets a blob of the whole file in memory: neither is fit for a file of any size.
 */
export function downloadSupport(scope: Window & typeof globalThis = window): DownloadSupport {
  if (!scope.isSecureContext) return { kind: 'unsupported', reason: 'insecure_context' };
  if (isWebKit(scope)) return { kind: 'unsupported', reason: 'buffers_whole_file' };
  if (!('serviceWorker' in scope.navigator)) return { kind: 'unsupported', reason: 'no_service_worker' };
  if (!canTransferStreams()) return { kind: 'unsupported', reason: 'no_transferable_streams' };
  return { kind: 'streaming' };
}

/** Fetches StreamSaver ahead of the click that will need it. */
export async function loadStreamSaver(): Promise<void> {
  await import('streamsaver');
}

/**
 * Begins a download named `fileName` and returns the stream that fills it, to be transferred to the worker. Main
 * thread only, and within a click: browsers ask before a download that nobody clicked for.
 */
export async function openDownload(fileName: string): Promise<WritableStream<Uint8Array>> {
  const { default: streamSaver } = await import('streamsaver');
  streamSaver.mitm = new URL(`${SCOPE}mitm.html?version=2.0.0`, location.origin).href;
  return streamSaver.createWriteStream(fileName);
}

/** Where StreamSaver's service worker is, and what it is asked about: a folder of its own. */
const SCOPE = '/streamsaver/';
/** Firefox ends a service worker after half a minute without an event, five minutes at most, and the download with it. */
const PING_MS = 10_000;

/** Speaks to the service worker that serves a download until it is `over`. StreamSaver's own page does so without transferable streams only. */
export function keepServing(over: Promise<unknown>): void {
  const ping = async () => (await navigator.serviceWorker.getRegistration(SCOPE))?.active?.postMessage('ping');
  const timer = setInterval(() => void ping(), PING_MS);
  const stop = () => clearInterval(timer);
  over.then(stop, stop);
}

/** The test that StreamSaver itself makes before it falls back to a blob. */
function isWebKit(scope: Window & typeof globalThis): boolean {
  return /constructor/i.test(String(scope.HTMLElement)) || 'safari' in scope || 'WebKitPoint' in scope;
}

function canTransferStreams(): boolean {
  const { port1, port2 } = new MessageChannel();
  try {
    const { readable } = new TransformStream();
    port1.postMessage(readable, [readable]);
    return true;
  } catch {
    return false;
  } finally {
    port1.close();
    port2.close();
  }
}
