import { parseArgs } from 'node:util';
import { ALL_FLIGHTS } from '../dev/sample/flights.ts';
import { SetupError } from '../dev/system/setup-error.ts';

export type Options = {
  /** Flights; documents and articles are a third as many. */
  rows: number;
  rounds: number;
  /** Only data sets and contenders whose name holds one of these words. */
  sets: readonly string[];
  only: readonly string[];
  /** Writes CPU profiles of the proxy and the worker instead of measuring. */
  profile: boolean;
  /** Measures memory at several sizes. */
  memory: boolean;
  /** Keeps the result as the one that docs/performance.md shows. */
  keep: boolean;
};

const USAGE = `npm run bench -- [--rows 3000000] [--rounds 3] [--set flights] [--only sluice,drain] [--no-memory] [--keep] [--profile]`;

/** @throws SetupError for what is not known */
export function parseOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        rows: { type: 'string', default: String(ALL_FLIGHTS) },
        rounds: { type: 'string', default: '3' },
        set: { type: 'string', default: '' },
        only: { type: 'string', default: '' },
        profile: { type: 'boolean', default: false },
        memory: { type: 'boolean', default: true },
        keep: { type: 'boolean', default: false },
      },
    });
    const words = (text: string) =>
      text
        .toLowerCase()
        .split(',')
        .filter((word) => word !== '');
    return {
      ...values,
      rows: whole(values.rows, ALL_FLIGHTS),
      rounds: whole(values.rounds, 100),
      sets: words(values.set),
      only: words(values.only),
    };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\nUsage: ${USAGE}`);
  }
}

function whole(text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${text} is not a number from 1 to ${most}.`);
}

/** Whether a name is among those asked for. */
export function isChosen(name: string, words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => name.toLowerCase().includes(word));
}
