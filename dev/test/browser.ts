import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { run, runVisibly } from '../system/command.ts';
import { root } from '../system/folders.ts';
import { SetupError } from '../system/setup-error.ts';

/** Debian's Chromium, and the usual place on other Linux systems. */
const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** The Chromium of the system, where there is one; undefined leaves the choice to Playwright, which brings its own. */
export function systemChromium(): string | undefined {
  return existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined;
}

/**
 * Makes sure that there is a Chromium: the system's, Debian's package where we may install one, or Playwright's own.
 *
 * @throws SetupError that says what to run
 */
export async function ensureChromium(): Promise<void> {
  if (hasChromium()) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await installFromDebian();
  if (hasChromium()) return;
  console.log('Installing Chromium for Playwright …');
  await runVisibly('npx', ['playwright', 'install', 'chromium'], { cwd: root });
  if (hasChromium()) return;
  throw new SetupError(
    'Chromium is missing: run "npx playwright install --with-deps chromium", or install it as /usr/bin/chromium.',
  );
}

function hasChromium(): boolean {
  return systemChromium() !== undefined || existsSync(chromium.executablePath());
}

async function installFromDebian(): Promise<void> {
  console.log("Installing Debian's chromium …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env });
}
