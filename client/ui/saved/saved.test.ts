import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SavedExport } from '../../export/saved-exports.ts';
import { packExport, readRunLink } from './run-link.ts';
import { readSavedFile, writeSavedFile } from './saved-file.ts';
import { toNewExport } from './to-new-export.ts';

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

describe('a saved export', () => {
  it('is a link that holds all of it, and a file', async () => {
    const hash = await packExport(saved);
    expect(hash).toMatch(/^[\w-]+$/);
    expect(await readRunLink(`#${hash}`)).toEqual(saved);
    expect(readSavedFile(writeSavedFile([saved]))).toEqual({ exports: [saved], unread: 0 });
  });

  it('asks for relative times as they are, and names the file by the days that they come to', () => {
    const asked = toNewExport(saved, Date.parse('2024-05-10T12:00:00Z'));
    expect(asked.search.time).toEqual({ field: '@timestamp', from: 'now-7d', to: 'now' });
    expect(asked.fileName).toMatch(/20240503-20240510\.csv$/);
    expect(toNewExport(saved, Date.parse('2024-05-17T12:00:00Z')).fileName).not.toBe(asked.fileName);
  });
});

describe('what is no saved export', () => {
  it.each<[string, object]>([
    ['a request that asks for more than is known', { request: { ...saved.request, more: 'yes' } }],
    ['a format that is not known', { request: { ...saved.request, format: { kind: 'exe' } } }],
    ['no search', { request: { format: saved.request.format } }],
    ['no title', { title: ' ' }],
    ['a title without end', { title: 'x'.repeat(10_000) }],
    ['a place that is none', { place: 'https://evil.example' }],
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
