/**
 * The service worker that serves downloads, `/streamsaver/sw.js`: StreamSaver's own, and three things more. A download begins at once; its
 * bytes come later than that, straight from the worker that makes them, instead of through the page's
 * main thread; and one whose page is gone fails, instead of waiting for ever.
 */
const scope = self as unknown as ServiceWorkerGlobalScope;

scope.importScripts('stream-saver.js');

/** To the service worker: nothing more will come of this download. */
type BreakOff = { breakOff: string };
/** On a download's port: the Web Lock that its page holds, and what the file is to hold, once. `{whole}` answers when all of it was read. */
type FromOwner = { owner?: string; readableStream?: ReadableStream<Uint8Array> };

const underWay = new Map<string, AbortController>();
const register = scope.onmessage;

scope.onmessage = (event) => {
  const data: Partial<BreakOff> & { url?: string; transferringReadable?: boolean } = event.data;
  if (data.breakOff !== undefined) return underWay.get(data.breakOff)?.abort();
  register?.call(scope, event);
  const [port] = event.ports;
  if (port && data.url !== undefined && data.transferringReadable) serve(port, data.url);
};

const answer = scope.onfetch;

/** Chromium holds a download back until it has bytes to guess its type from, unless it is told not to: some formats begin with few. */
scope.onfetch = (event) => {
  const respond = event.respondWith.bind(event);
  event.respondWith = (given) => respond(Promise.resolve(given).then(unguessed));
  answer?.call(scope, event);
};

function unguessed(response: Response): Response {
  response.headers.set('X-Content-Type-Options', 'nosniff');
  return response;
}

function serve(port: MessagePort, url: string): void {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  // StreamSaver waits on this port for the stream that it is to serve.
  port.onmessage?.(new MessageEvent('message', { data: { readableStream: readable } }));
  const broken = new AbortController();
  underWay.set(url, broken);
  broken.signal.addEventListener('abort', () => {
    underWay.delete(url);
    if (!writable.locked) void writable.abort(broken.signal.reason);
  });
  port.onmessage = ({ data }: MessageEvent<FromOwner>) => {
    if (data.owner !== undefined) breakOffWithout(data.owner, broken);
    if (data.readableStream === undefined) return;
    data.readableStream.pipeTo(writable, { signal: broken.signal }).then(
      () => port.postMessage({ whole: true }),
      () => broken.abort(),
    );
  };
}

/** A lock that can be had has lost its owner. */
function breakOffWithout(owner: string, broken: AbortController): void {
  navigator.locks.request(owner, { mode: 'shared', signal: broken.signal }, () => broken.abort()).catch(() => {});
}
