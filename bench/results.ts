import * as v from 'valibot';
import { GROUPS, type Group } from './measure/processes.ts';

const usageSchema = v.object({ cpu: v.number(), peakMb: v.number(), overIdleMb: v.number() });

const sampleSchema = v.object({
  rows: v.number(),
  /** What it was asked for: a tool that wrote other rows is not exact. */
  due: v.optional(v.number()),
  bytes: v.number(),
  ms: v.number(),
  firstByteMs: v.optional(v.number()),
  /** Of the pages that came through the proxy, as on the line. */
  pageBytes: v.optional(v.number()),
  usage: v.record(v.picklist(GROUPS), usageSchema),
});

const memorySchema = v.object({
  rows: v.number(),
  /** V8's figure for the worker: objects and buffers. MB. */
  workerMb: v.number(),
  workerIdleMb: v.number(),
  /** The page's process, over what it took before the export. MB. */
  rendererOverIdleMb: v.number(),
  /** Resident. MB. */
  proxyMb: v.number(),
});

/** One run of the benchmark, as it is kept in JSON. */
export const resultsSchema = v.object({
  at: v.string(),
  machine: v.object({
    cpus: v.string(),
    memoryGb: v.number(),
    node: v.string(),
    chromium: v.string(),
    openSearch: v.string(),
    /** Processes that wanted to run, beside the benchmark, before it began. */
    loadBefore: v.number(),
  }),
  sets: v.array(
    v.object({
      name: v.string(),
      rows: v.number(),
      contenders: v.array(v.object({ name: v.string(), samples: v.array(sampleSchema) })),
    }),
  ),
  memory: v.array(memorySchema),
});

export type Sample = v.InferOutput<typeof sampleSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
export type Results = v.InferOutput<typeof resultsSchema>;
export type SetResults = Results['sets'][number];

export type Summary = {
  /** With the part of the rows that it wrote, where that is not all. */
  name: string;
  rowsPerSecond: number;
  mbPerSecond: number;
  firstByteMs: number | undefined;
  /** CPU seconds for each million rows. */
  cpu: Record<Group, number>;
  peakMb: Record<Group, number>;
  /** What the pages that came in weighed, GB, and CPU seconds for each of them; of Sluice only. */
  pages: { gb: number; proxy: number; chromium: number } | undefined;
};

/** Each figure's median over the rounds. */
export function summaryOf({ name, samples }: SetResults['contenders'][number]): Summary {
  const each = (figure: (sample: Sample) => number) => median(samples.map(figure));
  const byGroup = (figure: (sample: Sample, group: Group) => number) =>
    Object.fromEntries(GROUPS.map((group) => [group, each((sample) => figure(sample, group))])) as Record<
      Group,
      number
    >;
  const firstBytes = samples.flatMap(({ firstByteMs }) => (firstByteMs === undefined ? [] : [firstByteMs]));
  return {
    name: samples.every(({ rows, due = rows }) => rows === due) ? name : `${name}, ${partOf(samples)} % of the rows`,
    rowsPerSecond: each(({ rows, ms }) => (rows / ms) * 1000),
    mbPerSecond: each(({ bytes, ms }) => bytes / ms / 1000),
    firstByteMs: firstBytes.length > 0 ? median(firstBytes) : undefined,
    cpu: byGroup(({ rows, usage }, group) => ((usage[group]?.cpu ?? 0) / rows) * 1e6),
    peakMb: byGroup(({ usage }, group) => usage[group]?.peakMb ?? 0),
    pages: pagesOf(samples),
  };
}

function partOf(samples: readonly Sample[]): string {
  return (100 * median(samples.map(({ rows, due = rows }) => rows / due))).toFixed(1);
}

function pagesOf(samples: readonly Sample[]): Summary['pages'] {
  const counted = samples.flatMap(({ pageBytes = 0, usage }) =>
    pageBytes > 0 ? [{ gb: pageBytes / 1e9, usage }] : [],
  );
  if (counted.length === 0) return undefined;
  const each = (...groups: Group[]) =>
    median(counted.map(({ gb, usage }) => groups.reduce((sum, group) => sum + (usage[group]?.cpu ?? 0), 0) / gb));
  return { gb: median(counted.map(({ gb }) => gb)), proxy: each('proxy'), chromium: each('renderer', 'browser') };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? low)) / 2;
}
