/**
 * The proxy's process: it reports to the one that started it, and ends when that one lets go of it. Plain JavaScript
 * over the built proxy: without the loader of TypeScript the proxy takes a third less memory.
 */
const { startProxy } = await import(new URL('../../dist/proxy/node.js', import.meta.url).href);

// Ctrl-C reaches every process of the terminal. This one waits for its parent, which stops things in order.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});

try {
  const { url, signIn, close } = await startProxy(process.env);
  process.send({ url, signIn });
  const end = () => close().finally(() => process.exit(0));
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  if (!process.connected) end();
} catch (error) {
  // A wrong setting is one line, anything else wants its stack. What was begun until then ends with this process.
  const failed = error.name === 'ConfigError' ? error.message : error.stack;
  process.send({ failed }, () => process.exit(1));
}
