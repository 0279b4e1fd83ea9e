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
  if (systemFirefox() === undefined && mayInstall()) await installFromDebian('firefox-esr');
}

/** What WebKitGTK is driven with: its driver, the small browser that comes with it, and a screen for that. */
export type WebKit = { driver: string; browser: string; screen: string };

/** Debian's WebKitGTK; undefined where something of it is missing. */
export function systemWebKit(): WebKit | undefined {
  const driver = '/usr/bin/WebKitWebDriver';
  const screen = '/usr/bin/Xvfb';
  const browser = ['x86_64', 'aarch64']
    .flatMap((machine) => ['4.1', '4.0'].map((api) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${api}/MiniBrowser`))
    .find((path) => existsSync(path));
  return browser && existsSync(driver) && existsSync(screen) ? { driver, browser, screen } : undefined;
}

/** Installs Debian's WebKitGTK where we may; without it its tests are skipped. */
export async function ensureWebKit(): Promise<void> {
  if (systemWebKit() === undefined && mayInstall()) await installFromDebian('webkit2gtk-driver', 'xvfb');
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
