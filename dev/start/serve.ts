import { startProxy } from '../../proxy/adapters/node.ts';
import { ConfigError } from '../../proxy/config.ts';
import type { Report } from './proxy-process.ts';

/** The proxy's process: it reports to the one that started it, and ends when that one lets go of it. */

// Ctrl-C reaches every process of the terminal. Ours waits for its parent, which stops things in order.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});

try {
  const { url, signIn, close } = await startProxy(process.env);
  report({ url, signIn });
  const end = () => void close().finally(() => process.exit(0));
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  if (!process.connected) end();
} catch (error) {
  report({
    failed: error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error),
  });
  process.disconnect();
}

function report(message: Report): void {
  process.send?.(message);
}
