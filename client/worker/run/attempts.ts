import { SluiceError } from '../../../shared/errors.ts';
import type { Connection } from '../socket/connection.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import type { Control } from './control.ts';
import type { ConnectionLink } from './link.ts';
import type { Looks } from './looks.ts';
import type { Retries } from './retries.ts';
import type { Trouble } from './trouble.ts';

/** How often an export without a network looks whether that is true, ms. */
const OFFLINE_TRY_MS = 5_000;

export type AttemptsOptions = {
  control: Control;
  trouble: Trouble;
  retries: Retries;
  looks: Looks;
  link: ConnectionLink;
  clock: Clock;
  network: Network;
};

/** When something may be tried, and tried again. */
export class Attempts {
  readonly #deps: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#deps = options;
  }

  /** Tries until it is done, as often and as long as trouble lets it. @throws what the export was stopped with */
  async untilDone<T>(attempt: (connection: Connection) => Promise<T>): Promise<T> {
    const { clock, control, retries, trouble } = this.#deps;
    for (;;) {
      await this.untilAllowed();
      const began = clock.now();
      try {
        const connection = await this.#connection();
        retries.max = connection.hello.maxRetries;
        const result = await attempt(connection);
        if (control.mode === 'looking') trouble.forgive();
        return result;
      } catch (error) {
        await trouble.handle(SluiceError.from(error), { began });
      }
    }
  }

  /** Nobody who cancels waits for a socket that does not open. @throws as `link.get`, and what the export was stopped with */
  async #connection(): Promise<Connection> {
    const { control, link } = this.#deps;
    const asked = link.get();
    asked.catch(() => {});
    for (;;) {
      const connection = await Promise.race([asked, control.nextChange()]);
      if (control.stopped) throw control.stopped;
      if (connection) return connection;
    }
  }

  /**
   * Waits while paused, or interrupted until it looks again, and then until a retry is due. Whoever goes on must ask whether it still
   * `works`: it may be interrupted again while the promise settles. @throws what the export was stopped with
   */
  async untilAllowed(): Promise<void> {
    await this.#untilMayWork();
    // A look comes when it is due, whatever was to be waited for before.
    if (this.#deps.control.mode === 'running') await this.#waitOut();
  }

  async #untilMayWork(): Promise<void> {
    const { control, looks, trouble } = this.#deps;
    while (!control.works && !control.stopped) {
      if (control.mode === 'paused') await control.nextChange();
      else if (await looks.untilLook()) trouble.stillWaiting();
    }
    if (control.stopped) throw control.stopped;
  }

  /** Waits until a retry is due, or the network is back, or something else happens. */
  async #waitOut(): Promise<void> {
    const { clock, control, network, trouble } = this.#deps;
    const isOnline = network.isOnline();
    // A browser that is wrong about its network must not wait for ever: now and then it tries all the same.
    const wait = isOnline ? trouble.notBefore - clock.now() : OFFLINE_TRY_MS;
    if (wait <= 0) return;
    const awake = new AbortController();
    const wake = () => awake.abort();
    void control.nextChange().then(wake);
    if (!isOnline) void network.whenOnline(awake.signal).then(wake);
    await clock.sleep(wait, awake.signal);
    wake();
    if (!isOnline) trouble.stillWaiting();
  }
}
