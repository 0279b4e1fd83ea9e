import fc from 'fast-check';
import { HIT_IDS } from '../../../../shared/request.ts';
import type { Format } from '../../encode/format.ts';
import type { PageSummary, Rows } from '../scanner.ts';
import { anyDocument, anyText, anyValue, type Document } from './documents.ts';

/** `ids`: the texts of the hit's `_index`, `_id` and `_routing`, as far as it has them. */
export type PageRow = { document: Document; seqNo: number; ids: ReadonlyMap<string, string> };
export type Page = { json: string; rows: readonly PageRow[]; summary: PageSummary };

const utf8 = new TextEncoder();
export const bytesOf = (json: string) => utf8.encode(json);
export const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t ');

/** Members of a hit that mean nothing here, with words in them that mean much elsewhere. */
const otherMember = fc.oneof(
  fc.constantFrom(
    '"_index":"flights"',
    '"_id":"a\\"b"',
    '"_score":null',
    '"_score":1.5',
    '"_seq_no":7',
    '"matched_queries":["sort"]',
  ),
  fc.constantFrom('"fields":{"sort":[99],"_source":{"x":1}}', '"_sourcf":{}', '"sorr":[1]', '"_routing":"_source"'),
  anyValue.map((value) => `"highlight":${value.json}`),
  fc
    .tuple(fc.constantFrom(...HIT_IDS), fc.constantFrom('', ' '), anyText)
    .map(([name, s, { json }]) => `"${name}"${s}:${s}${json}`),
);

/** What stands last, where a name stands twice. */
function idsOf(members: readonly string[]): ReadonlyMap<string, string> {
  const found = members.filter((member) => HIT_IDS.some((name) => member.startsWith(`"${name}"`)));
  return new Map(found.flatMap((member) => Object.entries(JSON.parse(`{${member}}`) as Record<string, string>)));
}

const anyHit = (seqNo: number) =>
  fc
    .tuple(
      anyDocument,
      fc.array(otherMember, { maxLength: 3 }),
      space,
      space,
      fc.constantFrom('', ',4294967298', ', "x"'),
    )
    .chain(([document, others, s1, s2, second]) =>
      fc
        .shuffledSubarray([...others, `"_source":${s1}${document.json}${s2}`, `"sort":[${s1}${seqNo}${s2}${second}]`], {
          minLength: others.length + 2,
        })
        .map((members) => ({
          json: `{${s1}${members.join(`,${s2}`)}}`,
          row: { document, seqNo, ids: idsOf(members) },
        })),
    );

/** Ascending, with groups of equal numbers, and some beyond 32 bits. */
const anySeqNos = fc
  .tuple(fc.constantFrom(0, 41, 2 ** 33), fc.array(fc.constantFrom(0, 1, 1, 1, 5, 1000), { maxLength: 6 }))
  .map(([first, steps]) => steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, first)));

export const anyPage: fc.Arbitrary<Page> = anySeqNos
  .chain((seqNos) =>
    fc.record({
      hits: fc.tuple(...seqNos.map(anyHit)),
      s: space,
      failed: fc.integer({ min: 0, max: 3 }),
      timedOut: fc.boolean(),
      total: fc.constantFrom(undefined, 0, 5_000_000_000),
      plainTotal: fc.boolean(),
    }),
  )
  .chain(({ hits, s, failed, timedOut, total, plainTotal }) => {
    const totals = total === undefined ? [] : [`"total":${plainTotal ? total : `{"value":${total},"relation":"eq"}`}`];
    const inner = [
      ...totals,
      '"max_score":null',
      `"hits":${s}[${s}${hits.map((hit) => hit.json).join(`${s},${s}`)}${s}]`,
    ];
    return fc.tuple(fc.shuffledSubarray(inner, { minLength: inner.length })).chain(([members]) => {
      const outer = [
        ...['"took":12', `"timed_out":${timedOut}`, `"_shards":{"total":9,"failed":${failed}}`, '"pit_id":"hits"'],
        ...[`"hits":${s}{${members.join(',')}}`, '"aggregations":{"hits":{"hits":[{"_source":{}}]}}'],
      ];
      return fc.shuffledSubarray(outer, { minLength: outer.length }).map((all) => ({
        json: `${s}{${all.join(`,${s}`)}${s}}${s}`,
        rows: hits.map((hit) => hit.row),
        summary: { hits: hits.length, took: 12, timedOut, failedShards: failed, total },
      }));
    });
  });

/** A whole file that holds these rows. */
export function fileOf({ makeEncoder }: Format, rows = ''): string {
  const encoder = makeEncoder();
  const parts = rows === '' ? [] : encoder.append(bytesOf(rows));
  return [...parts, ...encoder.finish()].map(textOf).join('');
}

/** A page of plain documents, for tests that need no variety around them. */
export function pageOf(rows: readonly { source: string; seqNo: number }[]): string {
  const hits = rows.map(
    ({ source, seqNo }) => `{"_index":"i","_id":"x","_score":null,"_source":${source},"sort":[${seqNo}]}`,
  );
  return `{"took":1,"timed_out":false,"_shards":{"total":1,"failed":0},"hits":{"total":{"value":2},"hits":[${hits.join(',')}]}}`;
}

export type Scanned = { summary: PageSummary; done: Rows; tail: Rows; all: string };

/** Scans a page that comes in pieces of these lengths, the last one repeated; zero means whatever is left. */
export function scan(format: Format, page: Uint8Array, lengths: readonly number[] = [0], carry?: Rows): Scanned {
  const scanner = format.makeScanner(carry);
  for (let at = 0, i = 0; at < page.length; i++) {
    const length = lengths[Math.min(i, lengths.length - 1)] || page.length - at;
    // The caller may use its memory again at once.
    const piece = page.slice(at, at + length);
    scanner.push(piece);
    piece.fill(0x7b);
    at += length;
  }
  const summary = scanner.finish();
  const { done, tail } = scanner.take();
  return { summary, done, tail, all: textOf(done.bytes) + textOf(tail.bytes) };
}

export const anyLengths = fc.oneof(
  fc.constant([0]),
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
);
