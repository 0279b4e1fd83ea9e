import { runMain } from './bootstrap.mjs';

await runMain('./test/servers.ts');
