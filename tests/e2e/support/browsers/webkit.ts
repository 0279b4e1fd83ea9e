import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../../dev/system/ports.ts';
import type { WebKit } from '../../../../dev/test/browser.ts';
import { type Driven, findNamed, until } from './driven.ts';
import { startSession, type WebDriver } from './web-driver.ts';

export async function driveWebKit({ driver, browser, screen }: WebKit): Promise<Driven> {
  const home = await mkdtemp(join(tmpdir(), 'sluice-webkit-'));
  const folder = join(home, 'downloads');
  await mkdir(folder);
  await mkdir(join(home, '.config'));
  await writeFile(join(home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${folder}"\n`);
  const [port] = await freePorts(1);
  const display = await startScreen(screen);
  const env = { ...process.env, ...surroundings(home), DISPLAY: `:${display.number}` };
  const server = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
  const options = { binary: browser, args: ['--automation'] };
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
  const url = `http://127.0.0.1:${port}`;
  const session = await until('WebKitWebDriver', () => startSession(url, capabilities).catch(unlessRefused));
  return {
    ...driven(session),
    folder,
    async close() {
      await session.end();
      await stop(server);
      await stop(display.process);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function driven(session: WebDriver): Omit<Driven, 'folder' | 'close'> {
  const find = (...names: Parameters<typeof findNamed>) => `(${findNamed})(...${JSON.stringify(names)})`;
  return {
    open: session.open,
    reload: session.reload,
    press: (kind, name) => session.click(find(kind, name)),
    write: (kind, name, text) => session.type(find(kind, name), text),
    text: async () => String(await session.evaluate('document.body.innerText')),
    evaluate: session.evaluate,
  };
}

/** A home of its own, and no graphics card: nothing of the machine's is needed or touched. */
function surroundings(home: string): Record<string, string> {
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    LC_ALL: 'C.UTF-8',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    // Its sandbox needs rights that a container does not give.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    NO_AT_BRIDGE: '1',
  };
}

/** It tells which number it has found to be free. */
async function startScreen(screen: string): Promise<{ number: string; process: ChildProcess }> {
  const process = spawn(screen, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [told] = await once(process.stdout, 'data');
  return { number: String(told).trim(), process };
}

/** Until it listens. */
function unlessRefused(error: unknown): undefined {
  if (error instanceof TypeError) return undefined;
  throw error;
}

async function stop(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit');
  process.kill();
  await ended;
}
