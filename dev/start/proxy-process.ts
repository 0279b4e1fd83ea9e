import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { ensureBuilt } from '../build/built.ts';
import { root } from '../system/folders.ts';
import { SetupError } from '../system/setup-error.ts';
import { onShutdown } from '../system/shutdown.ts';

const SERVE = fileURLToPath(new URL('serve.mjs', import.meta.url));

const reportSchema = v.union([
  v.object({ url: v.string(), signIn: v.string() }),
  /** One line for a wrong setting, the stack of anything else. */
  v.object({ failed: v.string() }),
]);

type Report = v.InferOutput<typeof reportSchema>;

export type ProxyProcess = {
  url: string;
  /** One line that says how to sign in. */
  signIn: string;
  pid: number | undefined;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL: what it had open is left to the system. */
  kill(): Promise<void>;
};

/**
 * The proxy in a process of its own, with the settings of `env` and no others, so that its memory and its death are
 * its own. It ends with this process, however this one ends.
 *
 * @throws SetupError with the proxy's own line when it does not start
 */
export async function startProxyProcess(env: NodeJS.ProcessEnv): Promise<ProxyProcess> {
  await ensureBuilt('proxy');
  const child = spawn(process.execPath, [SERVE], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  const first = await Promise.race([once(child, 'message'), ended]);
  const report: Report =
    first === undefined ? { failed: 'The proxy ended while it started.' } : v.parse(reportSchema, first[0]);
  if ('failed' in report) throw new SetupError(report.failed);
  const stop = async () => {
    off();
    if (child.connected) child.disconnect();
    await ended;
  };
  const off = onShutdown(stop);
  return {
    ...report,
    pid: child.pid,
    ended,
    stop,
    async kill() {
      off();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
