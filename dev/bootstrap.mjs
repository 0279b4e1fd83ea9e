import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const LOWEST_NODE = [20, 19];

/**
 * What has to be there before TypeScript can run: a Node in range and the packages of package-lock.json. Then runs
 * `main`, a path from this folder. Plain JavaScript, as Node 20 reads no types.
 */
export async function runMain(main) {
  checkNode();
  if (!packagesMatchLock()) installPackages();
  process.chdir(root);
  // What is made here has to be readable for the user OpenSearch runs as.
  process.umask(0o022);
  const { register } = await import('tsx/esm/api');
  register();
  await import(new URL(main, import.meta.url).href);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor >= LOWEST_NODE[1])) return;
  stop(`Node ${process.versions.node} is too old: install Node ${LOWEST_NODE.join('.')} or later.`);
}

/** Compares versions, not times: a checkout touches files that did not change. Packages of other platforms may be missing. */
function packagesMatchLock() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(`${root}package-lock.json`);
  const found = packagesOf(installed);
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  );
}

function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function installPackages() {
  console.log('Installing the packages of package-lock.json …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) stop('The packages could not be installed: run "npm ci" to see why.');
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
