import { runMain } from './bootstrap.mjs';

await runMain(process.argv[2] === 'sample' ? './sample/main.ts' : './start/main.ts');
