/** Whether there is a network at all, as far as the browser knows. */
export interface Network {
  isOnline(): boolean;
  /** Settles when there is one again. */
  whenOnline(): Promise<void>;
}

/** The browser's own word for it. */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  whenOnline: () =>
    new Promise((resolve) => {
      if (navigator.onLine) resolve();
      else self.addEventListener('online', () => resolve(), { once: true });
    }),
};
