import { SluiceError } from '../../../shared/errors.ts';
import type { Encoding } from '../../../shared/protocol.ts';
import { makeDeferred } from '../util/deferred.ts';

/** One page on its way. `body` gives the frames' bytes as OpenSearch sent them; reading them acknowledges them. */
export interface PageStream {
  /** Settles when the first byte is near: how the body is packed. */
  readonly encoding: Promise<Encoding>;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Settles when all bytes have arrived; with the ticket for the page that follows, where the reader is scroll. */
  readonly ended: Promise<{ ticket: string | undefined }>;
  /** Bytes that have arrived. */
  readonly bytes: number;
  cancel(): void;

  begin(encoding: Encoding): void;
  /** Takes the bytes and their buffer over: they are freed once they were read. */
  frame(bytes: Uint8Array<ArrayBuffer>): void;
  end(end: { bytes: number; ticket?: string | undefined }): void;
  fail(error: SluiceError): void;
}

type Controls = { ack(bytes: number): void; cancel(): void };

export function makePageStream(controls: Controls): PageStream {
  return new Page(controls);
}

class Page implements PageStream {
  readonly encoding: Promise<Encoding>;
  readonly ended: Promise<{ ticket: string | undefined }>;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  bytes = 0;
  readonly #controls: Controls;
  readonly #encoding = makeDeferred<Encoding>();
  readonly #ended = makeDeferred<{ ticket: string | undefined }>();
  readonly #frames: Uint8Array<ArrayBuffer>[] = [];
  #state: 'open' | 'ended' | SluiceError = 'open';
  #wake: (() => void) | undefined;

  constructor(controls: Controls) {
    this.#controls = controls;
    this.encoding = this.#encoding.promise;
    this.ended = this.#ended.promise;
    // Whoever reads the body sees the error there; these two must not end the worker when nobody looks at them.
    this.encoding.catch(() => {});
    this.ended.catch(() => {});
    this.body = new ReadableStream(
      { pull: (controller) => this.#pull(controller), cancel: () => this.cancel() },
      { highWaterMark: 0 },
    );
  }

  begin(encoding: Encoding): void {
    this.#encoding.resolve(encoding);
  }

  frame(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes += bytes.byteLength;
    this.#frames.push(bytes);
    this.#wake?.();
  }

  end({ bytes, ticket }: { bytes: number; ticket?: string | undefined }): void {
    if (bytes !== this.bytes) {
      return this.fail(new SluiceError('page_malformed', `A page of ${bytes} bytes arrived with ${this.bytes}.`));
    }
    this.#settle('ended');
    this.#ended.resolve({ ticket });
  }

  fail(error: SluiceError): void {
    if (this.#state !== 'open') return;
    this.#settle(error);
    this.#encoding.reject(error);
    this.#ended.reject(error);
  }

  cancel(): void {
    if (this.#state !== 'open') return;
    this.#controls.cancel();
    this.fail(new SluiceError('download_cancelled', 'The page is no longer wanted.'));
  }

  #settle(state: 'ended' | SluiceError): void {
    this.#state = state;
    this.#wake?.();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    while (this.#frames.length === 0 && this.#state === 'open') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    if (this.#state instanceof SluiceError) return controller.error(this.#state);
    const frame = this.#frames.shift();
    if (!frame) return controller.close();
    this.#controls.ack(frame.byteLength);
    controller.enqueue(frame);
  }
}
