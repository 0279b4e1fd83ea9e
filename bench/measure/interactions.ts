import type { Page } from '@playwright/test';
import { median } from '../results.ts';

/** What a person waits for beyond OpenSearch's own time; ms, medians. */
export type Interaction = { name: string; beyond: number; took: number };

type Target = { index: string; rows: number };

const ROUNDS = 7;

/** Search interactions, each some times over: from the press to the first rows of the answer on the screen. */
export async function interactions(page: Page, url: string, { index }: Target): Promise<Interaction[]> {
  await page.goto(new URL(`/?index=${index}`, url).href);
  await page.getByRole('row').nth(9).waitFor();
  // tsx names each function by a helper, which the page does not have.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(noteAnswers);
  const searchbox = page.getByRole('searchbox', { name: 'Search' });
  const airports = ['LAS', 'ATL', 'ORD', 'DFW', 'LAX', 'PHX', 'DEN'];
  const sortBy = (name: string) => page.getByRole('columnheader', { name, exact: true }).click();
  return [
    await timed(page, 'A query', async (round) => {
      await searchbox.fill(`origin:${airports[round % airports.length]}`);
      await searchbox.press('Enter');
    }),
    await timed(page, 'Every row', async (round) => {
      await searchbox.fill(' '.repeat(round % 2));
      await searchbox.press('Enter');
    }),
    await timed(page, 'Sorted by a number', () => sortBy('delay')),
    await timed(page, 'Sorted by a keyword', () => sortBy('origin')),
  ];
}

async function timed(page: Page, name: string, press: (round: number) => Promise<void>): Promise<Interaction> {
  const found: { beyond: number; took: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.evaluate(() => {
      window.answer = undefined;
    });
    await press(round);
    const answer = await page.waitForFunction(() => window.answer).then((handle) => handle.jsonValue());
    if (answer) found.push({ beyond: answer.drawn - answer.pressed - answer.took, took: answer.took });
    await page.waitForTimeout(200);
  }
  return { name, beyond: median(found.map(({ beyond }) => beyond)), took: median(found.map(({ took }) => took)) };
}

declare global {
  interface Window {
    /** When the key or button went down, and when the answer was on the screen; ms. */
    answer?: { pressed: number; drawn: number; took: number } | undefined;
  }
}

/** In the page: from the event's own time to the second frame after the grid has stopped being busy. */
function noteAnswers(): void {
  let pressed = 0;
  const note = (event: Event) => {
    pressed = event.timeStamp;
  };
  document.addEventListener('keydown', note, { capture: true });
  document.addEventListener('pointerdown', note, { capture: true });
  const ask = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await ask(input, init);
    if (String(input).endsWith('/api/search') && !String(init?.body).includes('"after"')) {
      const took = Number(/"took":(\d+)/.exec(await response.clone().text())?.[1]);
      const from = pressed;
      const drawn = () => {
        if (document.querySelector('[role="grid"][aria-busy="true"]')) requestAnimationFrame(drawn);
        else
          requestAnimationFrame(() =>
            setTimeout(() => (window.answer = { pressed: from, drawn: performance.now(), took })),
          );
      };
      requestAnimationFrame(drawn);
    }
    return response;
  };
}
