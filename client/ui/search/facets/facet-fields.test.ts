import { expect, it } from 'vitest';
import type { Field } from '../../../../shared/http.ts';
import { facetName } from './facet-fields.ts';

const field = (name: string, type: string, aggregatable = true): Field => ({
  ...{ name, type, aggregatable, searchable: true },
});

it('calls a facet by the text field whose values it holds, and only one facet so', () => {
  const fields = [
    ...[field('title', 'text', false), field('title.keyword', 'keyword'), field('title.raw', 'keyword')],
    ...[field('name', 'text'), field('name.keyword', 'keyword')],
    ...[field('host', 'object', false), field('host.keyword', 'keyword')],
  ];
  const names = ['title.keyword', 'title.raw', 'name.keyword', 'host.keyword'].map((name) => facetName(name, fields));
  // A text field of which facets are made keeps its name for itself; an object has no values.
  expect(names).toEqual(['title', 'title.raw', 'name.keyword', 'host.keyword']);
});
