import { CARRIED, CARRIED_HEAD_BYTES } from '../../shared/carrier.ts';
import type { Clock } from '../base/ports.ts';
import type { Line } from './line.ts';

/** How long a client may take to take in what was sent before the end, ms. */
const PARTING_MS = 5_000;

type Options = {
  id: string;
  clock: Clock;
  /** Nothing comes through any more; called once. */
  gone(): void;
};

/**
 * A line to one client as the body of an answer. Frames wait here until the runtime asks for the next, which it does as the
 * client takes them in: so it tells what is not sent, and nothing piles up behind it.
 */
export class StreamLine implements Line {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #options: Options;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #buffered = 0;
  #state: 'open' | 'closing' | 'gone' = 'open';
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #wake: (() => void) | undefined;
  #cancelCut = () => {};

  constructor(options: Options) {
    this.#options = options;
    this.body = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: (controller) => this.#pull(controller),
        cancel: () => this.#over(),
      },
      { highWaterMark: 0 },
    );
    this.#add(CARRIED.begin, new TextEncoder().encode(options.id));
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#state !== 'open') return;
    if (typeof data === 'string') this.#add(CARRIED.text, new TextEncoder().encode(data));
    else this.#add(CARRIED.binary, data);
  }

  buffered(): number {
    return this.#buffered;
  }

  /** What the runtime took may wait in its hands. */
  hasSentAll(): boolean {
    return false;
  }

  close(code: number, reason: string): void {
    if (this.#state !== 'open') return;
    this.#add(CARRIED.close, new TextEncoder().encode(JSON.stringify({ code, reason })));
    this.#state = 'closing';
    this.#cancelCut = this.#options.clock.after(PARTING_MS, () => this.#cut());
  }

  /** The client is gone, as the runtime has heard. */
  leave(): void {
    if (this.#state === 'gone') return;
    this.#over();
    this.#controller?.close();
  }

  /** The client takes nothing in: its connection is cut off. */
  #cut(): void {
    if (this.#state === 'gone') return;
    this.#over();
    this.#controller?.error(new Error('The client takes nothing in.'));
  }

  #over(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#cancelCut();
    this.#waiting = [];
    this.#buffered = 0;
    this.#wake?.();
    this.#options.gone();
  }

  #add(kind: number, carried: Uint8Array<ArrayBuffer>): void {
    const head = new Uint8Array(CARRIED_HEAD_BYTES);
    head[0] = kind;
    new DataView(head.buffer).setUint32(1, carried.length);
    this.#waiting.push(head, carried);
    this.#buffered += head.length + carried.length;
    this.#wake?.();
  }

  /** One piece, once there is one: the runtime asks again when it has taken that. */
  async #pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    while (this.#waiting.length === 0 && this.#state === 'open') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    const piece = this.#waiting.shift();
    if (piece) {
      this.#buffered -= piece.length;
      return controller.enqueue(piece);
    }
    if (this.#state !== 'closing') return;
    this.#over();
    controller.close();
  }
}
