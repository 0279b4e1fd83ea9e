import { readFileSync } from 'node:fs';
import { namedCluster, openSearch } from '../opensearch/open-search.ts';
import { runningOpenSearch } from '../start/run-file.ts';
import { SetupError } from '../system/setup-error.ts';
import { runToEnd } from '../system/shutdown.ts';
import { ALL_FLIGHTS, FIRST_FLIGHTS } from './flights.ts';
import { type Access, loadSamples } from './samples.ts';

const USAGE = 'Usage: npm run sample -- [--all]   (--all: all 3,000,000 flights, not the first 300,000)';

/**
 * `npm run sample`: loads the sample data into the cluster that OPENSEARCH_URL names, else into that of the running
 * start, else into the one that `npm start` would start, which is stopped again.
 */
async function sample(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--all');
  if (unknown !== undefined) throw new SetupError(`"${unknown}" is not known. ${USAGE}`);
  const rows = args.includes('--all') ? ALL_FLIGHTS : FIRST_FLIGHTS;
  const { access, stop } = await target();
  await loadSamples(access, rows);
  await stop();
  console.log('The sample data is in: flights, movies, earthquakes.');
  return 0;
}

async function target(): Promise<{ access: Access; stop: () => Promise<void> }> {
  const running = namedCluster(process.env) === undefined ? runningOpenSearch() : undefined;
  if (running !== undefined) return { access: { url: running }, stop: async () => {} };
  const { url, embedded, stop } = await openSearch(process.env, 'cluster');
  if (embedded) return { access: { url }, stop };
  const { OPENSEARCH_USERNAME: username, OPENSEARCH_PASSWORD: password, OPENSEARCH_CA: ca } = process.env;
  return {
    access: {
      url,
      ...(username && password ? { username, password } : {}),
      ...(ca ? { ca: readFileSync(ca, 'utf8') } : {}),
    },
    stop,
  };
}

await runToEnd(() => sample(process.argv.slice(3)));
