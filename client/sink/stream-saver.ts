import { type DownloadSupport, downloadSupport } from './download-support.ts';
import { openMemoryDownload } from './memory-download.ts';
import type { Download } from './target.ts';

/** Where StreamSaver's page and service worker are, and what that is asked about: a folder of its own, beside the page. */
const SCOPE = 'streamsaver/';
/** Firefox ends a service worker after half a minute without an event, five minutes at most, and the download with it. */
const PING_MS = 10_000;
/** A service worker that is new has to be fetched and started first. */
const BEGIN_MS = 20_000;

let registered: Promise<boolean> | undefined;
let page: Promise<Window> | undefined;
let lock: Promise<string> | undefined;

/**
 * Brings StreamSaver's page and service worker in, ahead of the click that will need them, and tells whether the browser takes them: some
 * refuse a service worker from a page whose certificate they do not trust, also where the person went on all the same.
 */
export async function prepareDownloads(): Promise<DownloadSupport> {
  const support = downloadSupport();
  if (support.kind === 'memory') return support;
  registered ??= register();
  if (!(await registered)) return { kind: 'memory', reason: 'untrusted' };
  page ??= loadFrame(`${SCOPE}mitm.html?version=2.0.0`);
  lock ??= holdLock(`sluice-page-${crypto.randomUUID()}`);
  return support;
}

/** False where the browser refuses it. What else goes wrong, as a lost connection, StreamSaver's page meets again, and its next download anew. */
async function register(): Promise<boolean> {
  try {
    const { serviceWorker } = navigator;
    if (!(await serviceWorker.getRegistration(SCOPE))) await serviceWorker.register(`${SCOPE}sw.js`, { scope: SCOPE });
    return true;
  } catch (error) {
    registered = undefined;
    return !(error instanceof DOMException && error.name === 'SecurityError');
  }
}

/**
 * Begins a download named `fileName`, or where the browser streams none, one that begins when its file is whole. Its bytes may come much later. Main thread only, and within a click: browsers ask before
 * a download that nobody clicked for. Speaks as StreamSaver's own script does, which cannot give its port away.
 * @throws Error when the service worker does not answer
 */
export async function openDownload(fileName: string): Promise<Download> {
  if ((await prepareDownloads()).kind === 'memory') return openMemoryDownload(fileName);
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string>((resolve, reject) => {
    const late = () => {
      // Its page may not have loaded: the next download loads it anew.
      page = undefined;
      reject(new Error('The service worker for downloads does not answer.'));
    };
    const timer = setTimeout(late, BEGIN_MS);
    let takesBytes = false;
    port1.onmessage = ({ data }) => {
      takesBytes ||= data.takesBytes === true;
      if (data.download === undefined) return;
      clearTimeout(timer);
      if (takesBytes) resolve(data.download);
      else reject(new Error('The service worker for downloads is of an earlier release.'));
    };
  });
  port1.postMessage({ owner: await lock });
  (await page)?.postMessage(askFor(fileName), location.origin, [port2]);
  const url = await answer;
  port1.onmessage = null;
  const frame = addFrame(url);
  const stop = keepServing();
  return {
    port: port1,
    inMemory: false,
    end() {
      stop();
      frame.remove();
      void tell({ breakOff: url });
    },
  };
}

/** StreamSaver's request for a download (its version 2). */
function askFor(fileName: string) {
  // As RFC 5987 has it, which is stricter than what encodeURIComponent leaves.
  const name = encodeURIComponent(fileName.replaceAll('/', ':')).replace(/['()]/g, escape).replaceAll('*', '%2A');
  return {
    transferringReadable: true,
    pathname: `${crypto.randomUUID()}/${name}`,
    headers: {
      'Content-Type': 'application/octet-stream; charset=utf-8',
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
    },
  };
}

function keepServing(): () => void {
  const timer = setInterval(() => void tell('ping'), PING_MS);
  return () => clearInterval(timer);
}

/** Without an answer; a browser that takes its service workers away has ended their downloads, too. */
async function tell(message: unknown): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE).catch(() => undefined);
  registration?.active?.postMessage(message);
}

/** Held for as long as the page lives: the service worker sees by it that the page is gone. */
function holdLock(name: string): Promise<string> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve(name);
      return new Promise(() => {});
    });
  });
}

function loadFrame(src: string): Promise<Window> {
  const frame = addFrame(src);
  return new Promise((resolve, reject) => {
    frame.addEventListener('load', () => (frame.contentWindow ? resolve(frame.contentWindow) : reject()), {
      once: true,
    });
  });
}

function addFrame(src: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = src;
  document.body.append(frame);
  return frame;
}
