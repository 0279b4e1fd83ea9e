import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { type CutHit, cutHits } from './cut-hits.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const texts = (hits: readonly CutHit[] | undefined) =>
  hits?.map(({ index, id, source, sort }) => [index, id, source, sort].map(textOf));

const SPACE = ['', ' ', '\n\t', '\r\n '];
const COMMENTS = ['/* } "x */', '/**/', '// it is "}\n', '/* ] \\ */ // {\n'];

/** JSON text of a value, with white space and, if wanted, comments between its tokens. */
function written(value: unknown, between: () => string): string {
  const list = (open: string, parts: string[], close: string) =>
    `${open}${between()}${parts.map((part) => `${part}${between()}`).join(`,${between()}`)}${close}`;
  if (Array.isArray(value))
    return list(
      '[',
      value.map((each) => written(each, between)),
      ']',
    );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}${between()}:${between()}${written(each, between)}`,
  );
  return list('{', members, '}');
}

const source = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }));
const hit = fc.record({
  _index: fc.string({ unit: 'binary' }),
  _id: fc.string({ unit: 'binary' }),
  _score: fc.constantFrom(null, 1.5),
  _source: source,
  _ignored: fc.array(fc.constantFrom('a', '_source', 'sort')),
  sort: fc.array(fc.oneof(fc.integer(), fc.string({ unit: 'binary' }), fc.constant(null)), { minLength: 1 }),
});
/** What chooses white space, in turn. */
const spaces = (of: readonly string[]) =>
  fc.array(fc.constantFrom(...of), { minLength: 7, maxLength: 23 }).map((chosen) => {
    let at = 0;
    return () => chosen[at++ % chosen.length] ?? '';
  });

const HEAD = { took: 3, timed_out: false, _shards: { total: 2, failed: 0 } };
const answerOf = (hits: readonly unknown[]) => ({ ...HEAD, hits: { total: { value: 9, relation: 'eq' }, hits } });

/** An answer as OpenSearch writes it, with the documents' own texts in it. */
function answerText(hits: readonly object[], sources: readonly string[]): string {
  const marked = answerOf(hits.map((each, i) => ({ ...each, _source: `#${i}#` })));
  return JSON.stringify(marked).replace(/"#(\d)#"/g, (_, i) => sources[Number(i)] ?? '');
}

describe('an answer’s rows', () => {
  it('are cut as they stand, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 5 }), spaces(SPACE), (hits, between) => {
        const sources = hits.map(({ _source }) => written(_source, between));
        const cut = cutHits(bytesOf(answerText(hits, sources)));
        expect(cut).toMatchObject({ whole: true, beside: { ...HEAD, total: { value: 9 } } });
        expect(texts(cut.hits)).toEqual(
          hits.map(({ _index, _id, sort }, i) => [
            JSON.stringify(_index),
            JSON.stringify(_id),
            sources[i],
            JSON.stringify(sort),
          ]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('come without comments and without a byte order mark, which JSON does not know', () => {
    const mark = fc.constantFrom('', '\ufeff', '\ufeff \n');
    const behind = fc.constantFrom('', ' /* } */ ', '\n/**/ /* // */');
    fc.assert(
      fc.property(source, spaces([...SPACE, ...COMMENTS]), mark, behind, (value, between, before, after) => {
        const text = `${before}${written(value, between)}${after}`;
        const { hits } = cutHits(bytesOf(`{"hits":{"hits":[{"_index":"i","_id":"1","_source":${text}}]}}`));
        expect(hits).toHaveLength(1);
        expect(JSON.parse(textOf(hits?.[0]?.source ?? bytesOf('')))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });

  it('are those that came whole, wherever the answer breaks off', () => {
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 3 }), spaces([...SPACE, ...COMMENTS]), (hits, between) => {
        const sources = hits.map(({ _source }) => written(_source, between));
        const bytes = bytesOf(answerText(hits, sources));
        const all = texts(cutHits(bytes).hits) ?? [];
        expect(all).toHaveLength(hits.length);
        let before = 0;
        for (let end = 0; end < bytes.length; end += 1 + Math.floor(bytes.length / 97)) {
          const part = cutHits(bytes.subarray(0, end));
          expect(part.whole).toBe(false);
          const seen = texts(part.hits) ?? [];
          expect(seen).toEqual(all.slice(0, seen.length));
          expect(seen.length).toBeGreaterThanOrEqual(before);
          before = seen.length;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keep each digit', () => {
    const text = '{"big":9007199254740993,"five":5.0,"exp":1e3,"zero":-0,"third":3.0000000000000000001}';
    const { hits } = cutHits(
      bytesOf(`{"hits":{"hits":[{"_index":"i","_id":"1","_source":${text},"sort":[-0,18446744073709551615]}]}}`),
    );
    expect(texts(hits)).toEqual([['"i"', '"1"', text, '[-0,18446744073709551615]']]);
    expect(stringify(parse(textOf(hits?.[0]?.source ?? bytesOf(''))))).toBe(text);
  });

  it('have null for a document that is not stored', () => {
    const { hits } = cutHits(bytesOf('{"hits":{"hits":[{"_index":"i","_id":"1","sort":[1]}]}}'));
    expect(texts(hits)).toEqual([['"i"', '"1"', 'null', '[1]']]);
  });

  const answered = (document: Uint8Array) =>
    new Uint8Array([
      ...bytesOf('{"hits":{"hits":[{"_index":"i","_id":"a","_source":'),
      ...document,
      ...bytesOf(',"sort":[1]},{"_index":"j","_id":"b","_source":{\n"n":2},"sort":[2]}]}}'),
    ]);

  it.each([
    ['a line’s comment behind it', bytesOf('{"n":1} // z\n'), '{"n":1}'],
    ['comments of all kinds behind it', bytesOf('{"n":1}/**/ // y\r/* "sort":[ */'), '{"n":1}'],
    ['UTF-16', Buffer.from('{"n":"가]}😀","m":1}', 'utf16le'), '{"n":"가]}😀","m":1}'],
    ['UTF-16 with a comment', Buffer.from('{"n":/* } */1}\n', 'utf16le'), '{"n": 1}'],
    ['UTF-32', Uint32Array.from('{"n":"é"}', (sign) => sign.charCodeAt(0)), '{"n":"é"}'],
  ])('are cut of documents with %s', (_, document, text) => {
    const bytes =
      'BYTES_PER_ELEMENT' in document
        ? new Uint8Array(document.buffer, document.byteOffset, document.byteLength)
        : document;
    const { hits, whole } = cutHits(answered(bytes));
    expect(whole).toBe(true);
    expect(texts(hits)).toEqual([
      ['"i"', '"a"', text, '[1]'],
      ['"j"', '"b"', '{\n"n":2}', '[2]'],
    ]);
  });

  it.each([
    ['a comment', bytesOf('{"n":1} // z')],
    ['a comment behind another', bytesOf('{"n":1} /* y */ // z')],
    ['a comment in UTF-16', Buffer.from('{"n":1}// z', 'utf16le')],
  ])('are none where a document ends in %s without an end, which is told with its name', (_, document) => {
    const named = { code: 'row_unreadable', message: expect.stringContaining('"a" of "i"') };
    expect(() => cutHits(answered(document))).toThrow(expect.objectContaining(named));
  });

  it.each([
    ['[]'],
    ['7'],
    ['{"hits":[]}'],
    ['{"hits":{"hits":{}}}'],
    ['{"hits":{"hits":[1]}}'],
    ['{"hits":{"hits":[{}]}}'],
    ['{"hits":{"hits":[{"_index":"i","_source":{}}]}}'],
    ['{"hits":{"hits":[{"_index":"i","_id":"1","_source":{]}]}}'],
    ['{"hits":{"hits":[{"_index":"i","_id":"1","_source":x}]}}'],
    ['{"hits":{"hits":[{"_index":"i" "_id":"1"}]}}'],
    ['{"hits":{"hits":[],"hits":[]}}'],
    ['{"took":0x1,"hits":{"hits":[]}}'],
    ['{"hits":{"hits":[]}} {}'],
    ['{"a":"line\nbreak","hits":{"hits":[]}}'],
  ])('%s is none', (text) => {
    expect(() => cutHits(bytesOf(text))).toThrow(expect.objectContaining({ code: 'page_malformed' }));
  });
});
