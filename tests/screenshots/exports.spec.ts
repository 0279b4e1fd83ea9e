import type { Locator, Page } from '@playwright/test';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from '../e2e/support/app.ts';
import { openSearch } from '../e2e/support/index.ts';
import { smallDocs } from '../support/documents.ts';
import { type Gate, startHttpGate } from '../support/http-gate.ts';
import { addDocs, makeIndex } from '../support/indices.ts';
import { LOOKS, pathOf, useOf } from './looks.ts';

/** What exports look like when not all goes well: real trouble, made by a gate between the proxy and OpenSearch. */
const WORDS = {
  'en-US': {
    ...{ signIn: 'Sign in', export: 'Export…', exports: 'Exports', start: 'Start export', options: 'CSV options' },
    ...{ cancel: 'Cancel', complete: 'Complete', incomplete: 'Incomplete', byShard: 'By shard', queued: 'Queued' },
    ...{
      history: 'History',
      monitor: 'Monitor',
      atOnce: 'Exports at once',
      keys: 'Keyboard shortcuts',
      theme: /^Theme/,
    },
    ...{ search: 'Search', interrupted: 'Interrupted', toggle: 'Show or hide the list' },
  },
  'ko-KR': {
    ...{ signIn: '로그인', export: '내보내기…', exports: '내보내기', start: '내보내기 시작', options: 'CSV 옵션' },
    ...{ cancel: '취소', complete: '완료', incomplete: '불완전', byShard: '샤드별로 보기', queued: '대기' },
    ...{ history: '기록', monitor: '모니터', atOnce: '동시에 실행할 수', keys: '단축키', theme: /^테마/ },
    ...{ search: '검색', interrupted: '중단됨', toggle: '목록 보이기/숨기기' },
  },
};
type Words = (typeof WORDS)[keyof typeof WORDS];

const ORDERS = 20_000;
const BUSY = { kind: 'answer', status: 429, headers: { 'retry-after': '1' } } as const;

let gate: Gate;
let proxy: ProxyProcess;

test.beforeAll(async () => {
  gate = await startHttpGate(process.env[E2E_OPENSEARCH] ?? '');
  proxy = await startProxyProcess({
    ...process.env,
    ...{ PORT: '0', OPENSEARCH_URL: gate.url, AUTH: 'local', DEMO_PASSWORD: E2E_USER.password },
    ...{ SESSION_SECRET: 'a-secret-for-tests-of-enough-length', LOG_LEVEL: 'silent' },
  });
});
test.afterAll(async () => {
  await proxy.stop();
  await gate.close();
});

for (const look of LOOKS) {
  const { name, locale } = look;
  test.describe(name, () => {
    test.use(useOf(look));

    test('exports, their history, and the monitor', async ({ page }) => {
      test.setTimeout(300_000);
      const words = WORDS[locale];
      const exports = page.getByRole('region', { name: words.exports, exact: true });
      const shoot = (state: string) => page.screenshot({ path: pathOf(state, name), animations: 'disabled' });
      Object.assign(gate, { fault: () => undefined, bytesPerSecond: undefined });
      page.on('dialog', (dialog) => void dialog.accept());
      await page.goto(`${proxy.url}/?index=flights`);
      await page.locator('#username').fill(E2E_USER.name);
      await page.locator('#password').fill(E2E_USER.password);
      await page.getByRole('button', { name: words.signIn }).click();

      await showOptions(page, words);
      await shoot('options');
      await page.getByRole('radio', { name: 'NDJSON', exact: true }).check();
      await shoot('documents');
      await page.keyboard.press('Escape');
      await makeIncomplete(page, { words, exports });
      await exports.getByText(words.byShard).last().click();
      await shoot('verdict');

      await fillQueue(page, { words, exports });
      await shoot('queue');
      await page.getByRole('link', { name: words.monitor }).click();
      await exports.getByRole('button', { name: words.toggle }).click();
      await page.waitForTimeout(12_000);
      await shoot('monitor');
      gate.bytesPerSecond = 200_000;
      await page.getByRole('link', { name: words.search, exact: true }).click();
      await exports.getByRole('button', { name: words.toggle }).click();
      await expect(exports.getByText(words.queued, { exact: true })).toHaveCount(0, { timeout: 60_000 });
      gate.bytesPerSecond = 20_000;
      await page.reload();
      await expect(exports.getByText(words.interrupted, { exact: true }).first()).toBeVisible();
      await shoot('interrupted');
      await exports.getByRole('button', { name: words.history, exact: true }).click();
      await page.getByRole('dialog').getByText(words.byShard).first().click();
      await shoot('history');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.theme }).click();
      await page.getByRole('menuitemradio').first().waitFor();
      await shoot('theme');
      await page.keyboard.press('Escape');
      // Nobody has the keys on a phone.
      if (look.width < 700) return;
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await shoot('keys');
    });
  });
}

type Place = { words: Words; exports: Locator };

async function openDialog(page: Page, words: Words, format: string): Promise<Locator> {
  await page.getByRole('button', { name: words.export, exact: true }).click();
  await page.getByRole('radio', { name: format, exact: true }).check();
  const start = page.getByRole('button', { name: words.start });
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  return start;
}

async function showOptions(page: Page, words: Words): Promise<void> {
  await page.getByRole('row').nth(3).waitFor();
  await openDialog(page, words, 'CSV');
  await page.getByText(words.options).click();
}

/** Rows change, and then their snapshot goes. */
async function makeIncomplete(page: Page, { words, exports }: Place): Promise<void> {
  const client = openSearch();
  await makeIndex(client, 'orders', smallDocs(ORDERS, 'order'), { shards: 4 });
  await page.goto(`${proxy.url}/?index=orders`);
  await page.getByRole('row').nth(3).waitFor();
  gate.bytesPerSecond = 15_000;
  await (await openDialog(page, words, 'CSV')).click();
  await expect(exports.getByRole('meter')).toBeVisible();
  const changed = Array.from({ length: 188 }, (_, n) => ({ id: `order-${ORDERS - 1 - n}`, source: '{"n":-1}' }));
  await addDocs(client, 'orders', changed);
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' });
  await client.close();
  gate.bytesPerSecond = undefined;
  await expect(exports.getByText(words.incomplete, { exact: true })).toBeVisible({ timeout: 60_000 });
}

/** Two run at once, one of them past a busy OpenSearch, and two wait. */
async function fillQueue(page: Page, { words, exports }: Place): Promise<void> {
  await page.goto(`${proxy.url}/?index=flights`);
  await page.getByRole('row').nth(3).waitFor();
  gate.bytesPerSecond = 60_000;
  for (const format of ['CSV', 'NDJSON', 'JSON']) await (await openDialog(page, words, format)).click();
  const first = gate.pages + 4;
  gate.fault = (at) => (at >= first && at < first + 3 ? BUSY : undefined);
  await expect(exports.getByText(words.queued, { exact: true })).toBeVisible();
  await page.waitForTimeout(3_000);
}
