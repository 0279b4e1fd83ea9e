import { runMain } from './bootstrap.mjs';

await runMain('./test/main.ts');
