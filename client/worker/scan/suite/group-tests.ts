import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rows } from '../scanner.ts';
import { anyLengths, bytesOf, pageOf, scan, textOf } from './pages.ts';
import type { Make } from './suite.ts';

const columns = ['n'];
const csv = { kind: 'csv', columns, delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
const formats = [csv, { kind: 'ndjson' } as const, { kind: 'json' } as const];
/** Of whose dates nothing is known: each row is noted. */
const dated = { ...csv, dates: { zone: 'UTC', columns } };

/** Ascending numbers with repeats, cut into pages anywhere. */
const anyPages = fc
  .array(fc.array(fc.constantFrom(0, 0, 1, 7), { maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((pages) => {
    let seqNo = 0;
    let n = 0;
    return pages.map((steps) =>
      steps.map((step) => {
        seqNo += step;
        n++;
        return { seqNo, source: `{"n":${n},"m${n % 3}":1}` };
      }),
    );
  });

export function groupTests(make: Make): void {
  it('parts a page before its last group, and goes on from a carried one', () => {
    fc.assert(
      fc.property(anyPages, anyLengths, fc.constantFrom(...formats, dated), (pages, lengths, kind) => {
        const format = make(kind);
        const whole = scan(format, bytesOf(pageOf(pages.flat())));
        let carry: Rows | undefined;
        let text = '';
        let rows = 0;
        const noted = new Map<string, number>();
        const note = (counts: Map<string, number>, part: Rows) => {
          for (const [path, count] of [...part.unplaced, ...part.undated])
            counts.set(path, (counts.get(path) ?? 0) + count);
        };
        const add = (part: Rows) => {
          text += textOf(part.bytes);
          rows += part.count;
          note(noted, part);
        };
        pages.forEach((page, i) => {
          const before = pages.slice(0, i + 1).flat();
          const { done, tail, summary } = scan(format, bytesOf(pageOf(page)), lengths, carry);
          const last = before.at(-1)?.seqNo;
          expect(summary.hits).toBe(page.length);
          expect(tail.lastSeqNo).toBe(last);
          expect(tail.count).toBe(before.filter((row) => row.seqNo === last).length);
          // What was done in an earlier page is handed over; of this one only what lies before its last group.
          const held = [
            ...(carry ? before.slice(0, i === 0 ? 0 : pages.slice(0, i).flat().length).slice(-carry.count) : []),
            ...page,
          ];
          expect(done.lastSeqNo).toBe(held.filter((row) => row.seqNo !== last).at(-1)?.seqNo);
          add(done);
          // The memory is the receiver's: it may be handed away, and the next page must not need it.
          structuredClone(done.bytes, { transfer: [done.bytes.buffer] });
          carry = { ...tail, bytes: tail.bytes.slice() };
          structuredClone(tail.bytes, { transfer: [tail.bytes.buffer] });
        });
        if (carry !== undefined) add(carry);
        expect(text).toBe(whole.all);
        expect(rows).toBe(pages.flat().length);
        const ofWhole = new Map<string, number>();
        note(ofWhole, whole.done);
        note(ofWhole, whole.tail);
        expect([...noted].sort()).toEqual([...ofWhole].sort());
        if (kind === dated && rows > 0) expect(noted.get('untold:n')).toBe(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('hands over what it has in the middle of a page', () => {
    const page = pageOf([1, 2, 2, 3].map((seqNo, i) => ({ seqNo, source: `{"n":${i}}` })));
    const scanner = make({ kind: 'ndjson' }).makeScanner();
    scanner.push(bytesOf(page.slice(0, page.lastIndexOf('_source'))));
    expect(scanner.count).toBe(3);
    const { done, tail } = scanner.take();
    expect([textOf(done.bytes), done.count, done.lastSeqNo]).toEqual(['{"n":0}\n', 1, 1]);
    expect([textOf(tail.bytes), tail.count, tail.lastSeqNo]).toEqual(['{"n":1}\n{"n":2}\n', 2, 2]);
  });

  it('scans several pages at once, their pieces in turn', () => {
    for (const kind of formats) {
      const format = make(kind);
      const pages = Array.from({ length: 5 }, (_, p) =>
        pageOf(
          Array.from({ length: 40 }, (_, i) => ({
            seqNo: i,
            source: `{"x${p}":"${'y'.repeat(i * p)}","n":"${p}-${i}"}`,
          })),
        ),
      );
      const scanners = pages.map(() => format.makeScanner());
      for (let at = 0; at < 20_000; at += 97) {
        pages.forEach((page, p) => {
          scanners[p]?.push(bytesOf(page.slice(at, at + 97)));
        });
      }
      pages.forEach((page, p) => {
        expect(scanners[p]?.finish().hits).toBe(40);
        const taken = scanners[p]?.take();
        const alone = scan(make(kind), bytesOf(page));
        expect(taken && textOf(taken.done.bytes) + textOf(taken.tail.bytes)).toBe(alone.all);
        expect(taken?.done.unplaced).toEqual(alone.done.unplaced);
      });
    }
  });

  it('is done with an empty page', () => {
    for (const kind of formats) {
      const { done, tail, summary } = scan(make(kind), bytesOf(pageOf([])));
      expect(summary.hits).toBe(0);
      for (const part of [done, tail])
        expect([part.bytes.length, part.count, part.lastSeqNo]).toEqual([0, 0, undefined]);
    }
  });

  it('refuses numbers that run backwards', () => {
    const page = pageOf([2, 1].map((seqNo) => ({ seqNo, source: '{}' })));
    expect(() => scan(make({ kind: 'ndjson' }), bytesOf(page))).toThrow(
      expect.objectContaining({ code: 'page_malformed' }),
    );
  });
}
