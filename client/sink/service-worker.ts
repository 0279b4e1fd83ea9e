/**
 * The service worker that serves downloads, `/streamsaver/sw.js`: StreamSaver's own, and three things more. A download begins at once; its
 * bytes come later than that, straight from the worker that makes them, instead of through the page's
 * main thread; and one whose page is gone fails, instead of waiting for ever.
 */
const scope = self as unknown as ServiceWorkerGlobalScope;

scope.importScripts('stream-saver.js');

/** To the service worker: nothing more will come of this download. */
type BreakOff = { breakOff: string };
/** A page of an earlier release, which was open when this one came, gives a stream of all bytes. */
type FromEarlier = { readableStream: ReadableStream<Uint8Array> };
/** On a download's port: the Web Lock that its page holds, and then what its worker says. (This file is a script, so it cannot import.) */
type FromOwner = { owner: string } | import('./stream-sink.ts').ToDownload | FromEarlier;
type FromDownload = import('./stream-sink.ts').FromDownload;

const underWay = new Map<string, AbortController>();
const register = scope.onmessage;

scope.onmessage = (event) => {
  const data: Partial<BreakOff> & { url?: string; transferringReadable?: boolean } = event.data;
  if (data.breakOff !== undefined) return underWay.get(data.breakOff)?.abort();
  const [port] = event.ports;
  const url = data.transferringReadable ? data.url : undefined;
  if (!port || url === undefined) return register?.call(scope, event);
  // Before StreamSaver's answer, upon which the port goes to the worker.
  port.postMessage({ takesBytes: true });
  register?.call(scope, event);
  serve(port, url);
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
  const writer = writable.getWriter();
  const broken = new AbortController();
  underWay.set(url, broken);
  const say = (said: FromDownload) => port.postMessage(said);
  broken.signal.addEventListener('abort', () => {
    underWay.delete(url);
    void writer.abort(broken.signal.reason).catch(() => {});
    say({ broken: true });
  });
  const breakOff = () => broken.abort();
  // The next write tells.
  writer.closed.catch(() => {});
  const pass = async (bytes: Uint8Array) => {
    const taken = bytes.byteLength;
    await writer.write(bytes);
    say({ taken });
  };
  const passAll = (all: ReadableStream<Uint8Array>) => {
    writer.releaseLock();
    all.pipeTo(writable, { signal: broken.signal }).then(() => say({ whole: true }), breakOff);
  };
  port.onmessage = ({ data }: MessageEvent<FromOwner>) => {
    if ('owner' in data) breakOffWithout(data.owner, broken);
    else if ('bytes' in data) pass(data.bytes).catch(breakOff);
    else if ('end' in data) writer.close().then(() => say({ whole: true }), breakOff);
    else if ('abort' in data) breakOff();
    else passAll(data.readableStream);
  };
}

/** A lock that can be had has lost its owner. */
function breakOffWithout(owner: string, broken: AbortController): void {
  navigator.locks.request(owner, { mode: 'shared', signal: broken.signal }, () => broken.abort()).catch(() => {});
}
