/// <reference types="vite/client" />
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import page from '../docs/protocol.md?raw';
import {
  clientMessageSchema,
  heldSchema,
  locatedSchema,
  openedSchema,
  planResultSchema,
  proxyMessageSchema,
  readSchema,
  recountedSchema,
  releasedSchema,
  reopenedSchema,
  seamedSchema,
} from './protocol.ts';

const spoken = (arrow: string): { type: string; result?: unknown }[] =>
  Array.from(page.matchAll(new RegExp(`^${arrow} (\\{.*\\})$`, 'gm')), (match) => JSON.parse(match[1] ?? ''));
const typesOf = (schema: { options: readonly { entries: { type: { literal: string } } }[] }) =>
  new Set(schema.options.map((option) => option.entries.type.literal));

describe('docs/protocol.md', () => {
  it('speaks as a client does, every word of it', () => {
    const messages = spoken('→');
    for (const message of messages) v.parse(v.strictObject(strictly(message)), message);
    expect(new Set(messages.map(({ type }) => type))).toEqual(typesOf(clientMessageSchema));
  });

  it('answers as the proxy does, every word of it', () => {
    const messages = spoken('←');
    for (const message of messages) expect(v.parse(proxyMessageSchema, message)).toEqual(message);
    expect(new Set(messages.map(({ type }) => type))).toEqual(typesOf(proxyMessageSchema));
  });

  it('shows the answer to each kind of request', () => {
    const [plan, held, located, seamed, reopened, opened, recounted, released] = spoken('←').flatMap(({ result }) =>
      result === undefined ? [] : [result],
    );
    expect(v.parse(planResultSchema, plan)).toEqual(plan);
    expect(v.parse(heldSchema, held)).toEqual(held);
    expect(v.parse(locatedSchema, located)).toEqual(located);
    expect(v.parse(seamedSchema, seamed)).toEqual(seamed);
    expect(v.parse(reopenedSchema, reopened)).toEqual(reopened);
    expect(v.parse(openedSchema, opened)).toEqual(opened);
    expect(v.parse(recountedSchema, recounted)).toEqual(recounted);
    expect(v.parse(releasedSchema, released)).toEqual(released);
  });
});

/** The entries of a message's own schema: a name that it does not know is a mistake here. */
function strictly({ type }: { type: string }) {
  const schema = clientMessageSchema.options.find(({ entries }) => entries.type.literal === type);
  if (!schema) throw new Error(`There is no message ${type}.`);
  return schema.entries;
}

it('refuses pages of no rows and of too many', () => {
  const read = { type: 'read', id: 1, ticket: 't', chunk: { after: -1, upTo: 9 } };
  const isRead = (size: unknown) => v.safeParse(readSchema, { ...read, size }).success;
  expect([0, 1, 2, 777, 10_000, 10_001, 1e9, 2.5, '9'].map(isRead)).toEqual([
    ...[false, false, true, true, true, false, false, false, false],
  ]);
});

it.each([
  ['an empty one', ''],
  ['one that is too long', 'x'.repeat(61_441)],
  ['none', undefined],
  ['a number', 5],
  ['a list', ['x']],
])('refuses a part of a search: %s', (_, part) => {
  expect(v.safeParse(clientMessageSchema, { type: 'search', id: 1, part, last: true }).success).toBe(false);
});
