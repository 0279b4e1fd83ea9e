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

/** Debian's Firefox, and the usual place on other Linux systems. */
const SYSTEM_FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

export function systemFirefox(): string | undefined {
  return SYSTEM_FIREFOX.find((path) => existsSync(path));
}

/** Installs Debian's Firefox where we may; without one its tests are skipped. */
export async function ensureFirefox(): Promise<void> {
  if (systemFirefox() !== undefined || !mayInstall()) return;
  await installFromDebian('firefox-esr').catch((error) => console.log(`Firefox could not be installed: ${error}`));
}

/**
 * Makes sure that there is a Chromium: the system's, Debian's package where we may install one, or Playwright's own.
 *
 * @throws SetupError that says what to run
 */
export async function ensureChromium(): Promise<void> {
  if (hasChromium()) return;
  if (mayInstall()) await installFromDebian('chromium', 'fonts-noto-cjk');
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

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

async function installFromDebian(...packages: string[]): Promise<void> {
  console.log(`Installing Debian's ${packages[0]} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}
