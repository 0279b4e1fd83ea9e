import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import type { Point } from './app.ts';

const targetInfo = v.object({ targetId: v.string(), type: v.string() });
const targetsSchema = v.object({ targetInfos: v.array(targetInfo) });
const attachedSchema = v.object({ sessionId: v.string() });
const attachedEventSchema = v.object({ sessionId: v.string(), targetInfo });

const messageSchema = v.object({
  id: v.optional(v.number()),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

const evaluatedSchema = v.object({
  result: v.object({ value: v.optional(v.unknown()) }),
  exceptionDetails: v.optional(v.unknown()),
});

type Pending = { resolve(result: unknown): void; reject(error: Error): void };

/**
 * Chromium's debugging protocol, for what Playwright has no call for, and with nothing switched on that slows a page:
 * its page, and the workers that page starts.
 */
export class DevTools {
  /** Sessions of the workers, in the order of their start. */
  readonly workers: string[] = [];
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #nextId = 1;
  #page = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(String(data)));
  }

  static async attach(endpoint: string): Promise<DevTools> {
    const socket = new WebSocket(endpoint, { maxPayload: 1024 ** 3 });
    await once(socket, 'open');
    const tools = new DevTools(socket);
    await tools.#attachToPage();
    return tools;
  }

  /** What events of a kind are told to, from now on. */
  listen(method: string, listener: (params: unknown) => void): void {
    this.#listeners.set(method, listener);
  }

  /** What an expression comes to in the page; of a promise, what it is resolved with. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = v.parse(evaluatedSchema, answer);
    if (exceptionDetails !== undefined) throw new Error(`The page could not tell: ${expression}`);
    return result.value;
  }

  /** Calls the page, or a worker by its session; `''` is the browser. */
  send(method: string, params: object = {}, sessionId = this.#page): Promise<unknown> {
    const id = this.#nextId++;
    const session = sessionId === '' ? {} : { sessionId };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** Presses the left button, as a person does. */
  async click({ x, y }: Point): Promise<void> {
    const where = { x, y, button: 'left', clickCount: 1 };
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.send('Input.dispatchMouseEvent', { type, ...where });
  }

  /** Where downloads go, as long as this is attached. */
  async downloadInto(folder: string): Promise<void> {
    await this.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  }

  close(): void {
    this.#socket.close();
    for (const { reject } of this.#pending.values()) reject(new Error('The connection to Chromium was closed.'));
  }

  async #attachToPage(): Promise<void> {
    const { targetInfos } = v.parse(targetsSchema, await this.send('Target.getTargets'));
    const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
    const attached = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.#page = v.parse(attachedSchema, attached).sessionId;
    await this.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  }

  #receive(text: string): void {
    const message = v.parse(messageSchema, JSON.parse(text));
    if (message.method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = v.parse(attachedEventSchema, message.params);
      if (targetInfo.type === 'worker') this.workers.push(sessionId);
    }
    if (message.method !== undefined) this.#listeners.get(message.method)?.(message.params);
    const pending = this.#pending.get(message.id ?? 0);
    if (!pending) return;
    this.#pending.delete(message.id ?? 0);
    if (message.error) pending.reject(new Error(message.error.message));
    else pending.resolve(message.result);
  }
}
