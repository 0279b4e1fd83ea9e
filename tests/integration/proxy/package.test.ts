import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ensureBuilt } from '../../../dev/build/built.ts';
import { run } from '../../../dev/system/command.ts';
import { root } from '../../../dev/system/folders.ts';
import { VERSION } from '../../../shared/version.ts';
import { settingsOver } from '../../support/session.ts';

/** What `npm pack ./dist` makes, on a machine that has nothing else of Sluice. */
describe('the package', () => {
  let folder: string;
  let program: string;
  let started: ChildProcess | undefined;

  beforeAll(async () => {
    await ensureBuilt('client', 'proxy');
    folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
    const packed = await run('npm', ['pack', './dist', '--pack-destination', folder], { cwd: root });
    expect(packed).toMatchObject({ ok: true });
    const tarball = join(folder, `sluice-${VERSION}.tgz`);
    const install = ['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, tarball];
    expect(await run('npm', install, { cwd: folder })).toMatchObject({ ok: true });
    program = join(folder, 'node_modules', '.bin', 'sluice');
  });
  afterAll(() => {
    started?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells its version', async () => {
    expect(await run(program, ['--version'])).toMatchObject({ ok: true, stdout: `${VERSION}\n` });
  });

  it('starts the proxy, with its page, and stops when it is told to', async () => {
    const env = { PATH: process.env.PATH, ...settingsOver(inject('opensearchUrl')) };
    const child = spawn(program, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    started = child;
    const ended = once(child, 'exit');
    let url: string | undefined;
    for await (const line of createInterface(child.stdout)) {
      url = /^Sluice is ready: (.+)$/.exec(line)?.[1];
      if (url) break;
    }
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok', version: VERSION });
    expect(await (await fetch(`${url}/`)).text()).toContain('<div id="root">');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('says in one line what is wrong with a setting', async () => {
    const failed = await run(program, [], { env: { PATH: process.env.PATH, PORT: 'eight' } });
    expect(failed).toMatchObject({ ok: false, stderr: expect.stringMatching(/^PORT .*\n$/) });
  });
});
