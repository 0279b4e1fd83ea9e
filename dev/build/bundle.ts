import { build, type LogLevel } from 'vite';

const RUNTIMES = ['node', 'deno', 'bun', 'cloudflare'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** Node's is the oldest of them: what it takes all take. */
const TARGET = 'node20';

/** The proxy for one runtime as one file that needs no packages beside it: `dist/proxy/<runtime>.js`. */
export async function bundle(runtime: RuntimeName, logLevel: LogLevel): Promise<void> {
  // What a package's `bin` names is run by the system.
  const program = runtime === 'node' ? { banner: '#!/usr/bin/env node' } : {};
  await build({
    configFile: false,
    logLevel,
    ssr: {
      noExternal: true,
      target: runtime === 'cloudflare' ? 'webworker' : 'node',
      // Conditions name the code that a package has for a runtime like this one.
      ...(runtime === 'cloudflare' ? { resolve: { conditions: ['workerd', 'worker', 'browser', 'module'] } } : {}),
    },
    build: {
      ssr: `proxy/adapters/${runtime}.ts`,
      outDir: 'dist/proxy',
      emptyOutDir: false,
      target: TARGET,
      minify: runtime === 'cloudflare',
      rolldownOptions: { output: { entryFileNames: `${runtime}.js`, codeSplitting: false, ...program } },
    },
  });
}
