import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No rule of WCAG 2.2 AA that a machine can check is broken. */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  await expectNone(axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']), state);
}

/** The same in both themes: only its colours are another's, so that the second is asked for those alone. */
export async function expectNoViolationsInThemes(page: Page, state: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await untilRepainted(page);
  await expectNoViolations(page, `${state}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await untilRepainted(page);
  await expectNone(axe(page).withRules(['color-contrast']), `${state}, dark`);
}

/** Colours pass into each other: in between they are of neither theme. */
async function untilRepainted(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** What passes is not listed: on a page of many rows that takes longer than the rules. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
}

async function expectNone(builder: AxeBuilder, state: string): Promise<void> {
  const { violations } = await builder.analyze();
  const found = violations.map(
    ({ id, nodes }) => `${state}: ${id} at ${nodes.map(({ target }) => target).join(' · ')}`,
  );
  expect(found).toEqual([]);
}
