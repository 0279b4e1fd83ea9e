import { defineConfig } from 'vitest/config';
import { buildWasm } from './dev/build-wasm.mjs';

await buildWasm();

/** Against one real OpenSearch. A file each at a time: those that run at once would measure each other. */
const INTEGRATION = {
  environment: 'node' as const,
  globalSetup: ['tests/integration/setup.ts'],
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // On two busy cores an answer takes its time, as in playwright.config.ts.
  expect: { poll: { timeout: 20_000 } },
  retry: process.env.CI ? 1 : 0,
};

/**
 * What of it says anything of a runtime: the same files on each. Rows are sorted, and typed, in the browser. What the
 * documents hold says little of one, and an instance that is killed again and again no more than one that stops: both are
 * left out unless `RUNTIMES=all`.
 */
const IS_ALL = process.env.RUNTIMES === 'all';
const LEFT_OUT = `order|file-readers|mixed-shapes${IS_ALL ? '' : '|shapes|unreadable|dates|values'}`;
const ON_EACH_RUNTIME = [
  `tests/integration/export/!(${LEFT_OUT}).test.ts`,
  `tests/integration/edge/!(${IS_ALL ? 'none' : 'replaced'}).test.ts`,
  'tests/integration/proxy/{base-path,carriers,heavy-rows,http,listening,monitor,page,probes,readers,socket}.test.ts',
];

/** What of it any server can hold, however old: its field types are those of the smallest distribution. */
const ON_EACH_SERVER = [
  'tests/integration/export/{chosen,encodings,lists,shapes,values}.test.ts',
  'tests/integration/proxy/{column,paging,readers}.test.ts',
];

/** What holds for the second carrier as for the socket: the same files over both. */
const OVER_REQUESTS = ['tests/integration/edge/drain.test.ts', 'tests/integration/proxy/{page,readers}.test.ts'];

/**
 * `unit` runs beside the code and needs nothing; `integration` runs the proxy on Node, and the projects with a
 * runtime's name run on that; `requests` runs where WebSockets are blocked.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Generated cases by the thousand, beside whatever else the machine does.
          testTimeout: 60_000,
          include: ['{shared,proxy,client,dev}/**/*.test.ts', 'tests/model/*.test.ts'],
        },
      },
      {
        test: {
          ...INTEGRATION,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          provide: { runtime: 'node' },
        },
      },
      {
        test: {
          ...INTEGRATION,
          name: 'security',
          include: ['tests/security/*.test.ts'],
          globalSetup: ['tests/security/setup.ts'],
          provide: { runtime: 'node' },
        },
      },
      {
        test: { ...INTEGRATION, name: 'servers', include: ON_EACH_SERVER, provide: { runtime: 'node' } },
      },
      {
        test: {
          ...INTEGRATION,
          name: 'requests',
          include: OVER_REQUESTS,
          env: { CARRIER: 'requests' },
          provide: { runtime: 'node' },
        },
      },
      ...(['deno', 'bun', 'workerd'] as const).map((runtime) => ({
        test: { ...INTEGRATION, name: runtime, include: ON_EACH_RUNTIME, provide: { runtime } },
      })),
    ],
  },
});
