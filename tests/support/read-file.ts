import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import * as v from 'valibot';
import { homeFolder } from '../../dev/system/folders.ts';
import { pythonOf, virtualEnvironment } from '../../dev/system/python.ts';
import { unprivilegedUser } from '../../dev/system/user.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('read-file.py', import.meta.url));
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const BYTES = 512 * 1024 * 1024;

/** `types`: each column's, in the reader's own words. Values as `read-file.py` tells them. */
export type ReadFile = { types: Record<string, string>; rows: unknown[][] };

const readSchema = v.object({ types: v.record(v.string(), v.string()), rows: v.array(v.array(v.unknown())) });

export type PythonReader = 'pyarrow' | 'duckdb' | 'polars' | 'openpyxl' | 'calamine';

/** The Python that has the readers; undefined on a machine without Python. */
export async function readersPython(): Promise<string | undefined> {
  const environment = await virtualEnvironment(await homeFolder(await unprivilegedUser()), 'file-readers');
  return environment && pythonOf(environment);
}

export async function readByPython(python: string, reader: PythonReader, path: string): Promise<ReadFile> {
  const { stdout } = await run(python, [SCRIPT, reader, path], { maxBuffer: BYTES });
  return v.parse(readSchema, JSON.parse(stdout));
}

/** Parquet by hyparquet, which reads dates to the millisecond. */
export async function readByHyparquet(bytes: Uint8Array): Promise<ReadFile> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = await parquetMetadataAsync(file);
  const parsers = {
    timestampFromMilliseconds: (ms: bigint) => ({ nanos: ms * 1_000_000n }),
    timestampFromMicroseconds: (us: bigint) => ({ nanos: us * 1000n }),
    timestampFromNanoseconds: (nanos: bigint) => ({ nanos }),
    // A byte order mark at the beginning of a text is a part of it.
    stringFromBytes: (text: Uint8Array | undefined) => text && UTF8.decode(text),
  };
  const rows = await parquetReadObjects({ file, compressors, parsers: parsers as never });
  const columns = parquetSchema(metadata).children;
  return {
    types: Object.fromEntries(columns.map((column) => [column.element.name, String(leafOf(column).type)])),
    rows: rows.map((row) => columns.map((column) => told(row[column.element.name], leafOf(column).type === 'INT32'))),
  };
}

/** Of a list its element. */
function leafOf({ element, children }: SchemaTree): SchemaTree['element'] {
  return children[0] ? leafOf(children[0]) : element;
}

function told(value: unknown, isWhole: boolean): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint' || (isWhole && typeof value === 'number')) return `i:${value}`;
  if (typeof value === 'string') return `s:${value}`;
  if (Array.isArray(value)) return value.map((one) => told(one, isWhole));
  if (typeof value === 'object' && 'nanos' in value) return `t:${value.nanos}`;
  return value;
}
