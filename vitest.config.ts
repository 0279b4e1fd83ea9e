import { defineConfig } from 'vitest/config';
import { buildWasm } from './dev/build-wasm.mjs';

await buildWasm();

/** `unit` runs beside the code and needs nothing; `integration` runs against one real OpenSearch. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{shared,proxy,client,dev}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/setup.ts'],
          // One cluster for all: files that run at once would measure each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
