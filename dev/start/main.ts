import { ensureBuilt } from '../build/built.ts';
import { openSearch } from '../opensearch/open-search.ts';
import { FIRST_FLIGHTS } from '../sample/flights.ts';
import { loadSamples } from '../sample/samples.ts';
import { SetupError } from '../system/setup-error.ts';
import { runToEnd } from '../system/shutdown.ts';
import { startProxyProcess } from './proxy-process.ts';
import { announceRun } from './run-file.ts';
import { checkSettings, proxySettings } from './settings.ts';

/** `npm start`: everything from a fresh checkout to a page to sign in on. Ctrl-C stops what it started. */
async function start(): Promise<number> {
  await checkSettings(process.env);
  await ensureBuilt('client', 'proxy');
  const cluster = await openSearch(process.env, 'cluster');
  if (cluster.embedded) {
    console.log(`OpenSearch runs at ${cluster.url}`);
    announceRun(cluster.url);
    await loadSamples(cluster, FIRST_FLIGHTS);
  }
  const proxy = await startProxyProcess(proxySettings(process.env, cluster));
  console.log(`${proxy.signIn}\nSluice is ready: ${proxy.url}`);
  await proxy.ended;
  throw new SetupError('The proxy has ended by itself.');
}

await runToEnd(start);
