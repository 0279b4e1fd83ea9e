import { expect, type Locator, type Page } from '@playwright/test';

/** The least that a finger hits, in CSS pixels (WCAG 2.5.8). */
const LEAST = 24;

const STEPS = 12;

/**
 * What can be tapped is large enough, or so far from all else that a circle of that size around its middle meets no
 * other one's, as WCAG has it. Links within a text are what they are.
 */
export async function expectTargets(page: Page, state: string): Promise<void> {
  expect.soft(await page.evaluate(smallTargets, LEAST), `${state}: too small to tap`).toEqual([]);
}

/** Runs in the page. */
function smallTargets(least: number): string[] {
  const kinds =
    'a[href], button, input, select, textarea, summary, [role=button], [role=option], [role=tab], [role=menuitem], [role=slider]';
  const seen = [...document.querySelectorAll<HTMLElement>(kinds)]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box: { left, top, width, height } }) => {
      if (width < 2 || height < 2 || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
        return false;
      }
      // Only what a tap in its middle meets: not what a dialog covers, nor what is scrolled away.
      const met = document.elementFromPoint(left + width / 2, top + height / 2);
      return (
        met !== null && (element.contains(met) || met.contains(element) || met.closest('label')?.control === element)
      );
    });
  const small = seen.filter(({ element, box: { width, height } }) => {
    // A tap on its label counts for a box as well.
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.getBoundingClientRect() : undefined;
    const isLarge = (size: { width: number; height: number }) => size.width >= least && size.height >= least;
    return !isLarge({ width, height }) && !(label && isLarge(label));
  });
  const middle = ({ left, top, width, height }: DOMRect) => [left + width / 2, top + height / 2] as const;
  const isNear = (one: DOMRect, other: DOMRect) => {
    const [x, y] = middle(one);
    const dx = Math.max(other.left - x, 0, x - other.right);
    const dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < least / 2;
  };
  return small
    .filter(({ element, box }) =>
      seen.some(
        (other) =>
          other.element !== element &&
          !other.element.contains(element) &&
          !element.contains(other.element) &&
          isNear(box, other.box),
      ),
    )
    .map(({ element, box: { width, height } }) => {
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
      return `${element.tagName.toLowerCase()}.${element.className} “${name.slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`;
    });
}

/** One finger's drag over what is in sight of an element, in CSS pixels: up and left are less than nothing. */
export async function swipe(over: Locator, { x = 0, y = 0 }: { x?: number; y?: number }): Promise<void> {
  const page = over.page();
  const box = await over.boundingBox();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  if (!box) throw new Error('What is to be swiped is not there');
  const from = {
    x: (Math.max(box.x, 0) + Math.min(box.x + box.width, width)) / 2,
    y: (Math.max(box.y, 0) + Math.min(box.y + box.height, height)) / 2,
  };
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', part = 0) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: from.x + x * part, y: from.y + y * part }],
    });
  await touch('touchStart');
  for (let step = 1; step <= STEPS; step += 1) await touch('touchMove', step / STEPS);
  await touch('touchEnd');
  await session.detach();
}
