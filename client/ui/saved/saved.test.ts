import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { besides, MAX_TITLE_CHARS, type SavedExport, savedExportSchema } from '../../export/saved-exports.ts';
import { packExport, readRunLink } from './run-link.ts';
import { readSavedFile, writeSavedFile } from './saved-file.ts';
import { askedOf } from './to-new-export.ts';

const saved: SavedExport = {
  title: 'Every Monday — 매주',
  template: '{index}_{from}-{to}',
  place: 'downloads',
  request: {
    search: {
      ...{ index: 'logs-*', q: '', dql: 'host: "web 1" and not ok: true' },
      filters: [{ op: 'dsl', dsl: '{"range":{"bytes":{"gte":1,"lt":9007199254740993}}}', not: true }],
      time: { field: '@timestamp', from: 'now-7d', to: 'now' },
    },
    format: { kind: 'csv', columns: ['a', 'b,c'], delimiter: ';', header: true, bom: false, guard: false, rest: false },
    order: [{ field: '@timestamp', order: 'desc', type: 'date' }],
    manifest: true,
  },
};

/** A link of whatever it is. */
async function packed(what: unknown): Promise<string> {
  const json = new Blob([JSON.stringify(what)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return Buffer.from(await new Response(json).arrayBuffer()).toString('base64url');
}

describe('a saved export', () => {
  it('is a link that holds all of it, and a file', async () => {
    const hash = await packExport(saved);
    expect(hash).toMatch(/^[\w-]+$/);
    expect(await readRunLink(`#${hash}`)).toEqual(saved);
    expect(readSavedFile(writeSavedFile([saved]))).toEqual({ exports: [saved], unread: 0 });
  });

  it('asks for relative times as they are, and names the file by the days that they come to', () => {
    const asked = askedOf(saved, Date.parse('2024-05-10T12:00:00Z')).one;
    expect(asked.search.time).toEqual({ field: '@timestamp', from: 'now-7d', to: 'now' });
    expect(asked.fileName).toMatch(/20240503-20240510\.csv$/);
    expect(askedOf(saved, Date.parse('2024-05-17T12:00:00Z')).one.fileName).not.toBe(asked.fileName);
  });
});

const file = (more: object) => JSON.stringify({ ...JSON.parse(writeSavedFile([saved])), ...more });

describe('what is no saved export', () => {
  it('is a file or a link of a newer release, which may say more', async () => {
    expect(readSavedFile(file({}))?.exports).toEqual([saved]);
    for (const more of [{ version: 2 }, { more: 1 }, { kind: 'others' }, { exports: {} }]) {
      expect(readSavedFile(file(more))).toBeUndefined();
    }
    const newer = { ...saved, more: 'yes' };
    expect(readSavedFile(file({ exports: [newer, saved] }))).toEqual({ exports: [saved], unread: 1 });
    expect(await readRunLink(await packed(newer))).toBeUndefined();
  });

  it('is a link that was cut short', async () => {
    const hash = await packExport(saved);
    for (const length of [1, 10, hash.length / 2, hash.length - 1]) {
      expect(await readRunLink(hash.slice(0, length))).toBeUndefined();
    }
  });

  it.each<[string, object]>([
    ['a request that asks for more than is known', { request: { ...saved.request, more: 'yes' } }],
    ['a format that is not known', { request: { ...saved.request, format: { kind: 'exe' } } }],
    ['no search', { request: { format: saved.request.format } }],
    ['no title', { title: ' ' }],
    ['a title without end', { title: 'x'.repeat(10_000) }],
    ['a title without anything to be seen', { title: '\u200b\u2060 ' }],
    ['a place that is none', { place: 'https://evil.example' }],
    ['a file for each value of no field', { request: { ...saved.request, each: { field: '', without: true } } }],
    ['more of each than is known', { request: { ...saved.request, each: { field: 'a', without: true, top: 5 } } }],
  ])('is not read: %s', async (_, change) => {
    const odd = { ...saved, ...change } as SavedExport;
    expect(await readRunLink(await packExport(odd))).toBeUndefined();
    expect(readSavedFile(writeSavedFile([odd, saved]))).toEqual({ exports: [saved], unread: 1 });
  });

  it('ends before it fills the memory', async () => {
    const bomb = await packExport({ ...saved, template: ' '.repeat(50_000_000) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readRunLink(bomb)).toBeUndefined();
  });

  it('is read of no text by chance, and throws for none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
        expect(await readRunLink(text)).toBeUndefined();
        expect(readSavedFile(text)).toBeUndefined();
      }),
    );
  });
});

describe('exports that are added', () => {
  const titled = (title: string, template = 'a') => ({ ...saved, title, template });

  it('stand beside those of the same title, with a number behind; one that is there already is not added', () => {
    const kept = [titled('A'), titled('A (2)', 'b')];
    expect(besides(kept, [titled('A'), titled('A', 'c'), titled('A', 'b'), titled('B'), titled('A', 'c')])).toEqual([
      titled('A (3)', 'c'),
      titled('B'),
    ]);
  });

  it('keep to the length of a title, and cut no character in two', () => {
    const long = 'x'.repeat(MAX_TITLE_CHARS - 5) + '🎉'.repeat(2);
    const [added] = besides([titled(long)], [titled(long, 'b')]);
    expect(added?.title).toBe(`${'x'.repeat(MAX_TITLE_CHARS - 5)} (2)`);
    expect(v.is(savedExportSchema, added)).toBe(true);
  });
});

describe('a title', () => {
  it.each([
    ['مرحبا'],
    ['\u202eevil'],
    ['🎉'],
    ['<img src=x onerror=alert(1)>'],
    ['../a\\b'],
    ['x'.repeat(MAX_TITLE_CHARS)],
  ])('is any text, and comes back as it was: %s', async (title) => {
    expect((await readRunLink(await packExport({ ...saved, title })))?.title).toBe(title);
  });
});

it.each([
  ['../../etc/passwd', 'export.csv'],
  ['a/../b', 'a_.._b.csv'],
  ['a\u0000b:c', 'a_b_c.csv'],
  ['con', 'export.csv'],
  ['.hidden', 'export.csv'],
  ['x'.repeat(400), 'export.csv'],
])('of a template that no dialog has checked there is a name for any disk: %s', (template, name) => {
  const { one } = askedOf({ ...saved, template }, 0);
  expect(one.fileName).toBe(name);
});
