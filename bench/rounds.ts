import type { Contender, Measured } from './contenders/contender.ts';
import type { DataSet } from './data/load.ts';
import { type Group, loadAverage, type ProcessWatch, type Usage } from './measure/processes.ts';
import type { Sample, SetResults } from './results.ts';

/** A part of fewer rows would be over too soon to tell. */
const SMALL = 300_000;

/** Runs one contender with its processes watched. */
export async function measure(
  contender: Contender,
  { set, watch }: { set: DataSet; watch: ProcessWatch },
): Promise<Sample> {
  let usage: Record<Group, Usage> | undefined;
  const measured: Measured = {
    begin: () => watch.start(),
    end: () => {
      usage = watch.stop();
    },
  };
  const rows = Math.ceil(set.rows * (set.rows <= SMALL ? 1 : (contender.part ?? 1)));
  const outcome = await contender.run(set, rows, measured);
  return { ...outcome, due: rows, usage: usage ?? watch.stop() };
}

/**
 * All contenders in turn, round after round; every other round backwards, so that none always comes after the same
 * one, or at the end, when the machine is warm.
 */
export async function runRounds(
  contenders: readonly Contender[],
  { set, watch, rounds }: { set: DataSet; watch: ProcessWatch; rounds: number },
): Promise<SetResults> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    console.log(`${set.name}, round ${round + 1} of ${rounds}; load ${loadAverage()}`);
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const sample = await measure(contender, { set, watch });
      samples.get(contender.name)?.push(sample);
      const rate = Math.round((sample.rows / sample.ms) * 1000).toLocaleString('en-US');
      const part = sample.rows === sample.due ? '' : `, not exact: ${sample.rows} of ${sample.due} rows`;
      console.log(`  ${contender.name.padEnd(44)}${rate.padStart(10)} rows/s${part}`);
    }
  }
  const { name, rows } = set;
  return { name, rows, contenders: [...samples].map(([contender, of]) => ({ name: contender, samples: of })) };
}
