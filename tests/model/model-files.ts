import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect } from 'vitest';
import type { Format } from '../../client/worker/encode/format.ts';
import { makeFormat } from '../../client/worker/encode/formats.ts';
import { gzipEncoders } from '../../client/worker/encode/gzip/gzip-encoder.ts';
import { makeParquet } from '../../client/worker/encode/parquet/parquet.ts';
import { parquetEncoders } from '../../client/worker/encode/parquet/parquet-encoder.ts';
import { partNames } from '../../client/worker/encode/parts/part-names.ts';
import type { PartPlaces } from '../../client/worker/encode/parts/part-places.ts';
import { partsFor } from '../../client/worker/encode/parts/parts.ts';
import { makeXlsx } from '../../client/worker/encode/xlsx/xlsx.ts';
import { xlsxEncoders } from '../../client/worker/encode/xlsx/xlsx-encoder.ts';
import type { ScannerOptions } from '../../client/worker/scan/scanners.ts';
import { sortValuesOf } from '../../shared/order.ts';
import type { TextFormat } from '../../shared/request.ts';
import type { MemoryFolder } from '../support/memory-folder.ts';
import { sha256Of } from '../support/sha256.ts';
import { zipFiles } from '../support/zip-files.ts';
import type { Row } from './cluster.ts';
import { holdingEncoders } from './holding-encoder.ts';
import { PART_ROWS, type Story } from './stories.ts';

/** The files of exports in the model: how they are made, with small units, and what they hold. */

/** Of a file in parts. */
export const FILE_NAME = 'f.zip';
/** Of a row group: a few rows. */
const GROUP_BYTES = 100;
/** Of a sheet, with its header. */
const SHEET_ROWS = 4;

type ModelFormat = Story['format'];

/** The story's format, as its encoder makes files. */
export function madeAs({ format, encoder, order }: Story, places?: PartPlaces): Format {
  const options = { sortValues: sortValuesOf(order) };
  const made = smallUnits(format, options);
  if (encoder === 'in parts') {
    const parts = { rows: PART_ROWS };
    return { ...made, makeEncoder: partsFor(made.makeEncoder, { format, fileName: FILE_NAME, parts }, places) };
  }
  if (encoder === 'gzip') return { ...made, makeEncoder: gzipEncoders(made.makeEncoder) };
  return encoder === 'holds rows back' ? { ...made, makeEncoder: holdingEncoders(made.makeEncoder, 3) } : made;
}

function smallUnits(format: ModelFormat, options: ScannerOptions): Format {
  if (format.kind === 'parquet') {
    return { ...makeParquet(format, options), makeEncoder: parquetEncoders(format, { groupBytes: GROUP_BYTES }) };
  }
  if (format.kind !== 'xlsx') return makeFormat(format, options);
  return { ...makeXlsx(format, options), makeEncoder: xlsxEncoders(format, { rows: SHEET_ROWS }) };
}

/** The file's rows, in its order. Of a file in parts each is full, but the last one. */
export async function rowsOf(bytes: Uint8Array, { encoder, format }: Story): Promise<string[]> {
  if (encoder !== 'in parts') return rowsIn(encoder === 'gzip' ? gunzipSync(bytes) : bytes, format);
  return rowsOfParts(await zipFiles(bytes), format);
}

async function rowsOfParts(files: readonly { bytes: Uint8Array }[], format: ModelFormat): Promise<string[]> {
  const parts = await Promise.all(files.map((part) => rowsIn(part.bytes, format)));
  for (const part of parts.slice(0, -1)) expect(part).toHaveLength(PART_ROWS);
  expect(parts.at(-1)?.length).toBeLessThanOrEqual(PART_ROWS);
  return parts.flat();
}

/** The same of parts in a folder, in the order of their names; and the hash that is told of them. */
export async function rowsInFolder(
  { files }: MemoryFolder,
  { format }: Story,
): Promise<{ rows: string[]; sha256: string }> {
  const parts = [...files].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const nameOf = partNames({ fileName: FILE_NAME, format });
  expect(parts.map(({ name }) => name)).toEqual(parts.map((_, i) => nameOf(i + 1)));
  const list = parts.map(({ name, bytes }) => `${sha256Of(bytes)}  ${name}\n`).join('');
  return { rows: await rowsOfParts(parts, format), sha256: sha256Of(new TextEncoder().encode(list)) };
}

async function rowsIn(bytes: Uint8Array, format: ModelFormat): Promise<string[]> {
  if (format.kind === 'xlsx') return sheetRows(bytes);
  if (format.kind !== 'parquet') return linesOf(new TextDecoder().decode(bytes), format);
  const file = new Uint8Array(bytes).buffer;
  const rows = await parquetReadObjects({ file, compressors });
  return rows.map(({ n, s, _rest }) => JSON.stringify([n, s ?? null, _rest]));
}

/** Of all sheets, each of which is full, but the last one. */
async function sheetRows(bytes: Uint8Array): Promise<string[]> {
  const files = await zipFiles(bytes);
  const sheets = files.filter(({ name }) => name.startsWith('xl/worksheets/')).map((sheet) => sheet.bytes.toString());
  const rows = sheets.map((xml) => [...xml.matchAll(/<row>(.*?)<\/row>/g)].map(([, cells = '']) => cells));
  for (const sheet of rows) expect(sheet.shift()?.replace(/<[^>]*>/g, '|')).toMatch(/^\|+n\|+s\|+_rest\|+$/);
  for (const sheet of rows.slice(0, -1)) expect(sheet).toHaveLength(SHEET_ROWS - 1);
  expect(rows.at(-1)?.length).toBeLessThan(SHEET_ROWS);
  expect(files).toHaveLength(sheets.length + 5);
  return rows.flat();
}

function linesOf(text: string, format: TextFormat): string[] {
  if (format.kind === 'json') return (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row));
  const lines = text.split(format.kind === 'csv' ? '\r\n' : '\n');
  expect(lines.pop()).toBe('');
  if (format.kind === 'csv') expect(lines.shift()).toBe('n,s');
  return lines;
}

/** What the file holds of a document. */
export function asRow({ source }: Row, format: ModelFormat): string {
  const { n, s } = JSON.parse(source) as { n: number; s: string };
  if (format.kind === 'parquet') return JSON.stringify([n, null, JSON.stringify({ s })]);
  if (format.kind === 'xlsx')
    return `<c><v>${n}</v></c><c t="inlineStr"><is><t xml:space="preserve">${s}</t></is></c><c/>`;
  if (format.kind !== 'csv') return source;
  return format.dates ? `${n},${new Date(Number(s) * 1000).toISOString().slice(0, 19)}+00:00` : `${n},${s}`;
}

/** Rows that are alike in all are in the order of their bytes, as they come to the encoder: of cells those of a number's length, first. */
export function tieOf(row: Row, format: ModelFormat): string {
  return format.kind === 'parquet' || format.kind === 'xlsx' ? asRow(row, format).padStart(100) : asRow(row, format);
}
