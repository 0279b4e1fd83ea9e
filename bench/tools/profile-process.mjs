/** Preloaded into a process: its CPU profile, from its start to its end, into the file that BENCH_PROFILE names. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: 500 });
session.post('Profiler.start');
process.once('exit', () => {
  session.post('Profiler.stop', (_, { profile }) => writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile)));
});
