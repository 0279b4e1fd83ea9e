import { parse } from 'lossless-json';
import type { DocumentName } from '../../shared/json/row-unreadable.ts';
import type { Access } from '../auth/accounts.ts';
import type { CutHit } from './cut-hits.ts';
import { PAGE_BYTES, type Page, type Reading, readPage } from './read-page.ts';

const TEXT = new TextDecoder();

/**
 * Rows from the beginning, the middle and the end of a search's rows as they were written, each once, in this
 * order, or all where they are no more than asked for; no more bytes than a page, unless one row is more by itself. The
 * middle is that of the sequence numbers.
 * @throws as search
 */
export async function readSpread(access: Access, reading: Reading, leftOut: readonly DocumentName[]): Promise<Page> {
  const { size } = reading.request;
  const share = { bytes: Math.floor(PAGE_BYTES / 3), request: { ...reading.request, sort: 'seq_no' as const } };
  const part = (more: Partial<Reading>, rows: number) =>
    readPage(access, { ...reading, ...share, ...more, request: { ...share.request, size: rows } }, leftOut);
  const rows = Math.ceil(size / 3);
  const first = await part({}, rows);
  const isWhole = first.next === undefined || first.hits.length === 0;
  const bytes = first.hits.reduce((sum, hit) => sum + hit.source.length, 0);
  const { total = Infinity } = first;
  if (!isWhole && total <= size && (bytes / first.hits.length) * total <= PAGE_BYTES) {
    return { ...(await readPage(access, { ...reading, request: share.request }, leftOut)), next: undefined };
  }
  // A single row that is more than a page has the turn for such answers, and all of its bytes.
  if (isWhole || bytes > PAGE_BYTES) return { ...first, next: undefined };
  const last = await part({ lightFrom: 'end' }, rows);
  const [from, to] = [seqNoOf(first.hits.at(-1)), seqNoOf(last.hits.at(-1))];
  const middle = from === undefined || to === undefined || to <= from ? undefined : Math.floor((from + to) / 2);
  const between = middle === undefined ? [] : (await part({ lightFrom: middle }, rows)).hits;
  const hits = distinct([...first.hits, ...between, ...[...last.hits].reverse()]);
  return { took: first.took + last.took, total: first.total, hits, next: undefined };
}

function seqNoOf(hit: CutHit | undefined): number | undefined {
  const sort = hit && parse(TEXT.decode(hit.sort));
  return Array.isArray(sort) ? Number(String(sort[0])) : undefined;
}

function distinct(hits: readonly CutHit[]): CutHit[] {
  const known = new Map(hits.map((hit) => [`${TEXT.decode(hit.index)} ${TEXT.decode(hit.id)}`, hit]));
  return [...known.values()];
}
