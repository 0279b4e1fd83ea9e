import type { Sink } from './sink.ts';

/** Bytes of one message that is made of smaller pieces. */
const BLOCK_BYTES = 512 * 1024;
/** Of fewer than these a copy costs less than a message. */
const OWN_MESSAGE_BYTES = 64 * 1024;
/** With so many bytes on their way to the service worker no more are sent. */
const MAX_UNDER_WAY = 2 * 1024 * 1024;

/** On a download's port, from its worker: bytes, whose memory goes with them, and how the file ends. */
export type ToDownload = { bytes: Uint8Array<ArrayBuffer> } | { end: true } | { abort: true };
/** The other way: so many bytes have gone on, the file is whole, nothing more will be taken. StreamSaver says more there. */
export type FromDownload = { taken: number } | { whole: true } | { broken: true };

/** A sink over a download, in the worker: its bytes go to the service worker without a detour through the page. */
export function makeStreamSink(port: MessagePort): Sink {
  return new StreamSink(port);
}

/** Sends what it is given with its memory, and gathers the rest in blocks; what there is of one is sent when nothing is on its way. */
class StreamSink implements Sink {
  readonly #port: MessagePort;
  #block = new Uint8Array(0);
  #filled = 0;
  #underWay = 0;
  #broken: Error | undefined;
  #isWhole = false;
  /** Of the one who waits for what the other end says next. */
  #wake: (() => void) | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FromDownload>) => this.#hear(data);
  }

  async write(bytes: Uint8Array<ArrayBuffer>, isGiven = false): Promise<void> {
    const isAll = bytes.byteLength === bytes.buffer.byteLength;
    if (isGiven && isAll && bytes.byteLength >= OWN_MESSAGE_BYTES) return this.#pass(bytes);
    for (let at = 0; at < bytes.byteLength; ) {
      await this.#until(() => this.#underWay < MAX_UNDER_WAY);
      at += this.#fill(bytes.subarray(at));
      if (this.#filled === this.#block.byteLength || this.#underWay === 0) this.#send();
    }
  }

  async close(): Promise<void> {
    this.#send();
    this.#say({ end: true });
    await this.#until(() => this.#isWhole);
  }

  async abort(): Promise<void> {
    this.#say({ abort: true });
  }

  #hear(said: FromDownload): void {
    if ('taken' in said) this.#underWay -= said.taken;
    else if ('whole' in said) this.#isWhole = true;
    else if ('broken' in said) this.#broken = new Error('The download was broken off.');
    if (this.#underWay === 0) this.#send();
    this.#wake?.();
  }

  /** @throws Error when the download is broken off */
  async #until(isSo: () => boolean): Promise<void> {
    for (;;) {
      if (this.#broken) throw this.#broken;
      if (isSo()) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async #pass(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#until(() => this.#underWay < MAX_UNDER_WAY);
    this.#send();
    this.#sendOff(bytes);
  }

  #fill(bytes: Uint8Array<ArrayBuffer>): number {
    if (this.#block.byteLength === 0) this.#block = new Uint8Array(BLOCK_BYTES);
    const count = Math.min(bytes.byteLength, this.#block.byteLength - this.#filled);
    this.#block.set(bytes.subarray(0, count), this.#filled);
    this.#filled += count;
    return count;
  }

  #send(): void {
    if (this.#filled === 0 || this.#broken) return;
    const bytes = this.#block.subarray(0, this.#filled);
    this.#block = new Uint8Array(0);
    this.#filled = 0;
    this.#sendOff(bytes);
  }

  #sendOff(bytes: Uint8Array<ArrayBuffer>): void {
    this.#underWay += bytes.byteLength;
    this.#say({ bytes }, [bytes.buffer]);
  }

  #say(said: ToDownload, gone: Transferable[] = []): void {
    this.#port.postMessage(said, gone);
  }
}
