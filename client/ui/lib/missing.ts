import { createSignal } from 'solid-js';
import { hrefOf } from './href.ts';

/** What the page fetches when it is needed, and what becomes of it where it does not come. */

/** Asked for by hand, and waited for: each tries again, or gives up. */
type Waiting = { readonly again: () => void; readonly giveUp: () => void };
const [waiting, setWaiting] = createSignal<readonly Waiting[]>([]);

export { waiting as missingParts };

/**
 * A module that a person's act needs at once. Where it does not come the page says so, and it is waited for until it is there.
 * @throws the cause, once the person has closed what says so
 */
export async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (cause) {
      if (!(await wantsAgain())) throw cause;
      await mendStyles();
    }
  }
}

function wantsAgain(): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (again: boolean) => () => {
      setWaiting(waiting().filter((other) => other !== one));
      resolve(again);
    };
    const one: Waiting = { again: settle(true), giveUp: settle(false) };
    setWaiting([...waiting(), one]);
  });
}

/** Whether that is what browsers and the build say of a module, or of its styles, that did not come: each in words of its own. */
export function isMissing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause instanceof TypeError ? /import|module/i.test(cause.message) : /preload CSS/i.test(cause.message);
}

const lostStyles = new Set<HTMLLinkElement>();

/** The build asks for a part's styles once: those that did not come are remembered. */
export function watchStyles(): void {
  const note = ({ target }: Event) => target instanceof HTMLLinkElement && lostStyles.add(target);
  document.addEventListener('error', note, true);
}

/** Asks for them again, each in its place, which says what it may overrule. Settles when they are there or have failed anew. */
export async function mendStyles(): Promise<void> {
  const lost = [...lostStyles].filter((link) => link.rel === 'stylesheet' && link.isConnected);
  lostStyles.clear();
  await Promise.all(
    lost.map(async (link) => {
      const fresh = document.createElement('link');
      const settled = new Promise((resolve) => {
        fresh.addEventListener('load', resolve);
        fresh.addEventListener('error', resolve);
      });
      Object.assign(fresh, { rel: 'stylesheet', href: link.href });
      link.replaceWith(fresh);
      await settled;
    }),
  );
}

/** `away`: nothing can be fetched; `moved`: the proxy has another release of the page by now, whose parts have other names. */
export type MissingWhy = 'away' | 'moved' | 'there';

/** Asks for the page anew, and whether it still begins with the script that this one began with. */
export async function whyMissing(): Promise<MissingWhy> {
  try {
    const response = await fetch(hrefOf('/'), { cache: 'no-store' });
    if (!response.ok) return 'away';
    const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').at(-1);
    return own === undefined || (await response.text()).includes(own) ? 'there' : 'moved';
  } catch {
    return 'away';
  }
}
