import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { root } from '../system/folders.ts';
import { workerConfig, workerdBinary } from './workerd.ts';

/** The least that is told of: what a machine does besides makes a start longer, never shorter. */
const STARTS = 7;
/** What the Worker is held to: half of what Cloudflare's free plan once took, and a twentieth of its time. */
const LIMITS = { bytes: 1_000_000, ms: 50 };
const NOTHING = 'export default { fetch: () => new Response() };';

/** Says how large the Worker is and how long its start takes. @throws Error when it is past its limits */
export async function reportWorker(): Promise<void> {
  const worker = readFileSync(join(root, 'dist/proxy/cloudflare.js'));
  const [own, empty] = [await startMs(worker), await startMs(NOTHING)];
  const ms = Math.max(0, own - empty);
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  const size = `${kb(worker.length)}, ${kb(gzipSync(worker).length)} gzip'd`;
  console.log(
    `Worker: ${size}; its start takes ${ms.toFixed(0)} ms (workerd with it ${own.toFixed(0)} ms, without ${empty.toFixed(0)} ms)`,
  );
  if (worker.length > LIMITS.bytes) throw new Error(`The Worker is larger than ${kb(LIMITS.bytes)}.`);
  if (ms > LIMITS.ms)
    console.warn(
      `That is more than ${LIMITS.ms} ms: this machine is busy, or the Worker does too much when it starts.`,
    );
}

/** From workerd's start until it listens: it loads and runs the module in between. The shortest of some. */
async function startMs(code: string | Uint8Array): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-worker-'));
  writeFileSync(join(folder, 'worker.js'), code);
  writeFileSync(join(folder, 'config.capnp'), workerConfig({}));
  const times: number[] = [];
  try {
    for (let i = 0; i < STARTS; i++) times.push(await onceStarted(join(folder, 'config.capnp')));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return Math.min(...times);
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
