import * as v from 'valibot';
import { columnsOf, type ExportFormat, type ExportRequest, exportRequestSchema } from '../../shared/request.ts';
import { type ShardVerdict, verdictSchema } from '../../shared/verdict.ts';
import type { EndedExport } from './records.ts';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const moment = v.pipe(v.string(), v.isoTimestamp());

const shardSchema = v.strictObject({
  shard: count,
  expected: count,
  written: count,
  leftOut: v.exactOptional(count),
  recounted: v.exactOptional(count),
});

/** A column by its name in the file; `type` where the file has types, `list` where it holds several values. */
const columnSchema = v.strictObject({
  name: v.string(),
  type: v.exactOptional(v.string()),
  list: v.exactOptional(v.literal(true)),
});

/** What is known of a file, for whoever gets it without this page: read by other programs, so that what is there once stays as it is. */
export const manifestSchema = v.strictObject({
  /** Of this form. */
  manifest: v.literal(1),
  product: v.strictObject({ name: v.literal('Sluice'), version: v.string() }),
  exportId: v.string(),
  file: v.strictObject({
    name: v.string(),
    bytes: count,
    rows: count,
    sha256: v.exactOptional(v.string()),
    /** The files in a folder, in their order; its name is `name`, and `sha256` that of what `sha256sum` prints of them. */
    parts: v.exactOptional(
      v.array(v.strictObject({ name: v.string(), bytes: count, sha256: v.exactOptional(v.string()) })),
    ),
  }),
  /** When it was asked for and when it had ended, and the time it ran, ms. */
  times: v.strictObject({ begun: moment, ended: moment, elapsedMs: count }),
  request: v.omit(exportRequestSchema, ['id', 'fileName', 'manifest']),
  /** In the file's order; none where its rows are whole documents. */
  columns: v.exactOptional(v.array(columnSchema)),
  indices: v.array(
    v.strictObject({
      index: v.string(),
      uuid: v.exactOptional(v.string()),
      expected: count,
      written: count,
      shards: v.array(shardSchema),
    }),
  ),
  verdict: v.omit(verdictSchema, ['shards', 'sha256', 'parts', 'elapsedMs']),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** Of an export that ended with a verdict; undefined of another. @param version  of the product */
export function manifestOf(ended: EndedExport, version: string): Manifest | undefined {
  if (!ended.verdict) return undefined;
  const { id, fileName, manifest: _, ...request } = ended.request;
  const { shards, sha256, parts, elapsedMs, ...verdict } = ended.verdict;
  const columns = typedColumns(request.format);
  return {
    manifest: 1,
    product: { name: 'Sluice', version },
    exportId: id,
    file: {
      ...{ name: fileName, bytes: ended.bytes, rows: verdict.written },
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(parts ? { parts: parts.map((part) => ({ ...part })) } : {}),
    },
    times: { begun: isoOf(ended.createdAt), ended: isoOf(ended.endedAt), elapsedMs },
    request,
    ...(columns ? { columns } : {}),
    indices: indicesOf(shards),
    verdict,
  };
}

/** Of the manifest of such a file. */
export function manifestNameOf({ fileName }: Pick<ExportRequest, 'fileName'>): string {
  return `${fileName}.manifest.json`;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function typedColumns(format: ExportFormat): Manifest['columns'] {
  const rest = 'rest' in format && format.rest ? [{ name: '_rest' }] : [];
  if (format.kind === 'parquet') {
    const columns = format.columns.map(({ name, type, list }) => ({ name, type, ...(list ? { list } : {}) }));
    return [...columns, ...rest.map((column) => ({ ...column, type: 'json' }))];
  }
  if (format.kind === 'xlsx') {
    const columns = format.columns.map(({ name, type }) => ({ name, type }));
    return [...columns, ...rest.map((column) => ({ ...column, type: 'text' }))];
  }
  const names = columnsOf(format)?.map((name) => ({ name }));
  return names && [...names, ...rest];
}

/** By index, in the order in which they were planned; one of the same name and another uuid is another. */
function indicesOf(shards: readonly ShardVerdict[]): Manifest['indices'] {
  const indices = new Map<string, Manifest['indices'][number]>();
  for (const { index, uuid, ...shard } of shards) {
    const key = JSON.stringify([index, uuid]);
    const of = indices.get(key) ?? {
      index,
      ...(uuid === undefined ? {} : { uuid }),
      expected: 0,
      written: 0,
      shards: [],
    };
    of.expected += shard.expected;
    of.written += shard.written;
    of.shards.push(shard);
    indices.set(key, of);
  }
  return [...indices.values()];
}
