/** opensearch-js's `helpers.scrollDocuments` to CSV, as its documentation shows it. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from '@opensearch-project/opensearch';

type Options = { url: string; index: string; rows: number; columns: string[]; path: string };

const { url, index, rows, columns, path }: Options = JSON.parse(process.argv[2] ?? '');
const paths = columns.map((column) => column.split('.'));
const client = new Client({ node: url });
let written = 0;

const began = performance.now();
await pipeline(Readable.from(lines()), createWriteStream(path));
const ms = performance.now() - began;
await client.close();
console.log(JSON.stringify({ rows: written, ms }));

async function* lines(): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  const search = { index, size: 10_000, body: { query: { match_all: {} } } };
  let some = '';
  for await (const document of client.helpers.scrollDocuments<Record<string, unknown>>(search)) {
    some += `${paths.map((steps) => cellOf(document, steps)).join(',')}\r\n`;
    written += 1;
    if (some.length > 65_536) {
      yield some;
      some = '';
    }
    if (written === rows) break;
  }
  yield some;
}

function cellOf(document: unknown, steps: readonly string[]): string {
  let value = document;
  for (const step of steps) value = (value as Record<string, unknown> | undefined)?.[step];
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
