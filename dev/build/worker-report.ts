import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { root } from '../system/folders.ts';
import { workerConfig, workerdBinary } from './workerd.ts';

/** What a machine does besides makes a start longer, never shorter. */
const STARTS = 9;
/** What the Worker is held to: a third of the size that Cloudflare takes on its free plan, a twentieth of the time. */
const LIMITS = { bytes: 1_000_000, ms: 50 };
const NOTHING = 'export default { fetch: () => new Response() };';

/** Says how large the Worker is and how long its start takes. @throws Error when it is too large */
export async function reportWorker(): Promise<void> {
  const worker = readFileSync(join(root, 'dist/proxy/cloudflare.js'));
  const [own, empty] = await startTimes([worker, NOTHING]);
  const ms = Math.max(0, own - empty);
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  console.log(
    `Worker: ${kb(worker.length)}, ${kb(gzipSync(worker).length)} gzip'd; its start takes ${ms.toFixed(0)} ms ` +
      `(workerd with it ${own.toFixed(0)} ms, without ${empty.toFixed(0)} ms)`,
  );
  if (worker.length > LIMITS.bytes) throw new Error(`The Worker is larger than ${kb(LIMITS.bytes)}.`);
  if (ms > LIMITS.ms) {
    console.warn(
      `That is more than ${LIMITS.ms} ms: this machine is busy, or the Worker does too much when it starts.`,
    );
  }
}

/**
 * From workerd's start until it listens, in ms: it loads and runs the module in between. The shortest of some, taken in
 * turn, so that what the machine does besides strikes both.
 */
async function startTimes(codes: readonly [string | Uint8Array, string | Uint8Array]): Promise<[number, number]> {
  const folders = codes.map((code) => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-worker-'));
    writeFileSync(join(folder, 'worker.js'), code);
    writeFileSync(join(folder, 'config.capnp'), workerConfig({}));
    return folder;
  });
  const shortest: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  try {
    for (let i = 0; i < STARTS; i++) {
      for (const [which, folder] of folders.entries()) {
        const ms = await onceStarted(join(folder, 'config.capnp'));
        shortest[which === 0 ? 0 : 1] = Math.min(shortest[which === 0 ? 0 : 1], ms);
      }
    }
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
  return shortest;
}

async function onceStarted(config: string): Promise<number> {
  const began = performance.now();
  const args = ['serve', config, '--socket-addr=http=127.0.0.1:0', '--control-fd=3'];
  const child = spawn(workerdBinary(), args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdio[3] as Readable, 'data'), ended]);
  const ms = performance.now() - began;
  child.kill('SIGKILL');
  await ended;
  return ms;
}
