import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from '@playwright/test';
import { SetupError } from '../../dev/system/setup-error.ts';
import { onShutdown } from '../../dev/system/shutdown.ts';
import { systemChromium } from '../../dev/test/browser.ts';

/**
 * A Chromium that runs without a debugger: Playwright is connected to set things up and to look at what has become of
 * them, and not in between. While it is connected, Chromium copies each frame of a worker's socket to it as text, which
 * would be the most of what is measured. The profile is on disk, because a private one has its file system in memory.
 */
export type Chromium = {
  readonly pid: number;
  /** Where downloads go. */
  readonly downloads: string;
  /** For the debugging protocol. */
  readonly endpoint: string;
  /** Connects, does the work, and lets go again. */
  withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

const START_MS = 30_000;

/** @param folder for its profile and its downloads; emptied @param more arguments besides the usual ones */
export async function startChromium(folder: string, more: readonly string[] = []): Promise<Chromium> {
  const profile = join(folder, 'profile');
  const downloads = join(folder, 'downloads');
  // The last one's other processes may be writing still.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  await mkdir(join(profile, 'Default'), { recursive: true });
  await mkdir(downloads);
  const preferences = { download: { default_directory: downloads, prompt_for_download: false } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const child = spawn(systemChromium() ?? chromium.executablePath(), [...more, ...argumentsFor(profile)], {
    stdio: 'ignore',
  });
  const off = onShutdown(() => end(child));
  const endpoint = await endpointOf(profile, child);
  return {
    pid: child.pid ?? 0,
    downloads,
    endpoint,
    async withBrowser(work) {
      const browser = await chromium.connectOverCDP(endpoint);
      try {
        return await work(browser);
      } finally {
        await browser.close();
      }
    },
    async stop() {
      off();
      await end(child);
    },
  };
}

function argumentsFor(profile: string): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-extensions',
    '--lang=en-US',
    'about:blank',
  ];
}

async function endpointOf(profile: string, child: ChildProcess): Promise<string> {
  const path = join(profile, 'DevToolsActivePort');
  const deadline = Date.now() + START_MS;
  while (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length < 2) {
    if (child.exitCode !== null || Date.now() > deadline) throw new SetupError('Chromium did not start.');
    await sleep(50);
  }
  const [port, address] = readFileSync(path, 'utf8').split('\n');
  return `ws://127.0.0.1:${port}${address}`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await once(child, 'exit');
  clearTimeout(late);
}
