import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { columnPaths, resolveColumns } from './columns.ts';
import { flattenRow } from './flatten.ts';
import type { Field } from './http.ts';

const field = (name: string, type = 'keyword'): Field => ({ name, type, searchable: true, aggregatable: true });

it('columnPaths leaves out what stands below an array only and the mapping does not know', () => {
  const row = flattenRow(parse('{"a":[{"b":1,"c":2}],"d":[{"e":1}],"d.e":2,"f":{"g":3}}'));
  expect([...columnPaths(row, new Set(['a.b']))]).toEqual(['a', 'a.b', 'd', 'd.e', 'f.g']);
});

describe('resolveColumns', () => {
  it('keeps the order of the documents before that of the mapping', () => {
    const fields = ['zip', 'area', 'date', 'origin'].map((name) => field(name));
    expect(resolveColumns(fields, [['origin', 'date']])).toEqual(['origin', 'date', 'area', 'zip']);
  });

  it('puts a field that only some documents have behind the one it follows there', () => {
    const samples = [
      ['a', 'c'],
      ['a', 'b', 'c', 'd'],
      ['x', 'a'],
      ['c', 'e'],
    ];
    expect(resolveColumns([], samples)).toEqual(['x', 'a', 'b', 'c', 'e', 'd']);
  });

  it('leaves out parents, second readings and metadata', () => {
    const fields = [
      ...[field('title', 'text'), field('title.keyword'), field('title.raw.deep'), field('user', 'object')],
      ...[field('user.name'), field('comments', 'nested'), field('comments.author'), field('_id', '_id')],
    ];
    expect(resolveColumns(fields, [])).toEqual(['comments.author', 'title', 'user.name']);
  });

  it('leaves out what OpenSearch works out, unless a document has it', () => {
    const fields = [field('rel', 'join'), field('rel#a', 'parent'), field('verb', 'derived'), field('t._p', 'prefix')];
    expect(resolveColumns(fields, [])).toEqual(['rel']);
    expect(resolveColumns(fields, [['verb']])).toEqual(['verb', 'rel']);
  });

  it('takes a parent that the sample shows as a leaf', () => {
    const fields = [field('comments', 'nested'), field('comments.author')];
    expect(resolveColumns(fields, [['comments']])).toEqual(['comments', 'comments.author']);
  });

  it('keeps what lies below a field that is a leaf in one index and a parent in another', () => {
    expect(resolveColumns([field('a'), field('a', 'object'), field('a.b')], [])).toEqual(['a', 'a.b']);
  });

  it('keeps a second reading that the sample shows as a field of its own', () => {
    expect(resolveColumns([field('a'), field('a.b')], [['a', 'a.b']])).toEqual(['a', 'a.b']);
  });

  it('sorts by code unit and takes each once', () => {
    expect(resolveColumns([field('b'), field('É'), field('B'), field('a'), field('b')], [])).toEqual([
      'B',
      'a',
      'b',
      'É',
    ]);
  });

  it('takes odd names as they are', () => {
    expect(resolveColumns([], [['', '.', 'constructor', '__proto__', 'a"b']])).toEqual([
      '',
      '.',
      'constructor',
      '__proto__',
      'a"b',
    ]);
  });
});
