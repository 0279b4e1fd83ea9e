import * as v from 'valibot';
import type { Access } from '../auth/accounts.ts';
import { askEachIndex } from './ask-each-index.ts';

/** Buckets of one answer: as many as the least that OpenSearch was ever told to make at most. */
const MOST_BUCKETS = 9_000;
/** An expression comes to so many at most. */
const MOST_INDICES = 10_000;

const proofSchema = v.object({
  indices: v.optional(
    v.object({
      buckets: v.array(
        v.object({
          key: v.string(),
          dates: v.object({ buckets: v.record(v.string(), v.object({ from: v.number() })) }),
        }),
      ),
    }),
  ),
});

const rowsSchema = v.object({ indices: v.optional(v.object({ buckets: v.array(v.object({ key: v.string() })) })) });

/** Which of an expression's indices have a row. @throws as askEachIndex */
export async function indicesWithRows(access: Access, index: string, signal: AbortSignal): Promise<Set<string>> {
  const aggs = { indices: { terms: { field: '_index', size: MOST_INDICES } } };
  const { figures } = await askEachIndex(access, { index, aggs, schema: rowsSchema, signal });
  return new Set(figures.indices?.buckets.map(({ key }) => key));
}

type Asked = { index: string; field: string; probes: readonly { text: string; ms: number }[]; signal: AbortSignal };

/**
 * Which of some indices with rows read each of the probes, by the format of the field's own mapping, as the moment that
 * we read.
 * @throws as askEachIndex
 */
export async function indicesReading(access: Access, asked: Asked, names: readonly string[]): Promise<Set<string>> {
  const size = Math.max(1, Math.floor(MOST_BUCKETS / (asked.probes.length + 1)));
  const proved = new Set<string>();
  for (let at = 0; at < names.length && asked.probes.length > 0; at += size) {
    for (const name of await provedOf(access, asked, names.slice(at, at + size))) proved.add(name);
  }
  return proved;
}

async function provedOf(access: Access, asked: Asked, names: readonly string[]): Promise<string[]> {
  const { index, field, probes, signal } = asked;
  const ranges = probes.map(({ text }, i) => ({ key: `${i}`, from: text }));
  const dates = { date_range: { field, keyed: true, ranges } };
  const indices = { terms: { field: '_index', size: names.length, include: names }, aggs: { dates } };
  const { figures } = await askEachIndex(access, { index, aggs: { indices }, schema: proofSchema, signal });
  // One that reads otherwise has refused a probe, or reads it as another moment.
  const found = figures.indices?.buckets ?? [];
  return found.filter((one) => probes.every(({ ms }, i) => one.dates.buckets[i]?.from === ms)).map(({ key }) => key);
}
