import type { Page } from '@playwright/test';

/** One task of the main thread that took over 50 ms; ms. */
export type LongTask = { start: number; duration: number };

declare global {
  interface Window {
    longTasks?: LongTask[];
  }
}

/** Begins to note the page's long tasks; where the page has gone on to another address, it has to be begun again. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const found: LongTask[] = [];
    window.longTasks = found;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) found.push({ start: startTime, duration });
    }).observe({ type: 'longtask' });
  });
}

export async function collectLongTasks(page: Page): Promise<LongTask[]> {
  return page.evaluate(() => window.longTasks ?? []);
}

export function describeTasks(during: string, tasks: readonly LongTask[]): string {
  const durations = tasks.map(({ duration }) => Math.round(duration));
  if (durations.length === 0) return `${during}: no task over 50 ms`;
  return `${during}: ${durations.length} tasks over 50 ms, the longest ${Math.max(...durations)} ms (${durations.join(', ')})`;
}
