/** Whether there is a network at all, as far as the browser knows. */
export interface Network {
  isOnline(): boolean;
  /** Settles when there is one again, or as soon as `signal` aborts; never rejects. */
  whenOnline(signal: AbortSignal): Promise<void>;
}

/** The browser's own word for it. */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  whenOnline: (signal) =>
    new Promise((resolve) => {
      if (navigator.onLine || signal.aborted) return resolve();
      const settle = () => resolve();
      self.addEventListener('online', settle, { once: true, signal });
      signal.addEventListener('abort', settle, { once: true });
    }),
};
