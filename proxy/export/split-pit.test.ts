import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePit, encodePit, locateInPit } from './pit-id.ts';
import { countInPit, splitPit } from './split-pit.ts';

/** As `StreamOutput` writes a text: its length in UTF-16 units, each in one to three bytes. */
function text(value: string): number[] {
  const units = Array.from({ length: value.length }, (_, at) => value.charCodeAt(at));
  const bytes = units.flatMap((unit) => {
    if (unit < 0x80) return [unit];
    if (unit < 0x800) return [0xc0 | (unit >> 6), 0x80 | (unit & 0x3f)];
    return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
  });
  return [...number(value.length), ...bytes];
}

function number(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >> 7)];
}

type Shard = { name: string; uuid: string; shard: number; context: number[] };
/** Of OpenSearch; of Elasticsearch before 8.16, and from then on, each with and without a searcher's name. */
const FORMS = {
  opensearch: { isThere: [], searcher: [] },
  older: { isThere: [], searcher: [0] },
  elasticsearch: { isThere: [1], searcher: [0] },
  frozen: { isThere: [1], searcher: [1, ...text('a-searcher')] },
};
type Form = keyof typeof FORMS;
type Made = { shards: readonly Shard[]; cluster?: string; filter?: number; version?: number; form?: Form };

function idOf({ shards, cluster, filter = 0, version = 137_297_827, form = 'opensearch' }: Made): string {
  const { isThere, searcher } = FORMS[form];
  const entries = shards.flatMap(({ name, uuid, shard, context }) => [
    ...[...text(name), ...text(uuid), ...number(shard), ...isThere, ...text('DclWrRpNTC-rfRtqlYRbQw')],
    ...(cluster === undefined ? [0] : [1, ...text(cluster)]),
    ...[...isThere, ...context, ...text('NHv1PfPaSjK2yyZV24hPLQ'), ...searcher],
  ]);
  const filters = shards.flatMap(({ uuid }) => [...text(uuid), filter, 0]);
  const all = [...number(version), ...number(shards.length), ...entries, ...number(shards.length), ...filters];
  return encodePit(Uint8Array.from(all));
}

const shardsOf = (most: number) =>
  fc.uniqueArray(
    fc.record({
      name: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      uuid: fc.stringMatching(/^[\w-]{22}$/),
      shard: fc.nat(1023),
      context: fc.array(fc.nat(255), { minLength: 8, maxLength: 8 }),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: most },
  );

const anyForm = fc.constantFrom(...(Object.keys(FORMS) as Form[]));

test('each part is the id that the server would have given for it alone', () => {
  fc.assert(
    fc.property(shardsOf(20), fc.nat(2 ** 30), anyForm, (shards, version, form) => {
      const whole = idOf({ shards, version, form });
      const parts = splitPit(whole);
      expect(parts && [...parts]).toEqual(
        shards.map((shard) => [shard.name, idOf({ shards: [shard], version, form })]),
      );
      expect(countInPit(whole)).toBe(shards.length);
    }),
  );
});

/** On the second of three shards of `x1` and `x2`, and one that no index has. */
const SEEN = {
  'Elasticsearch 8.15': [
    'spCTBAICeDEWd0lRNXdzZ3RRNzZ2RzZ5NmItR25MZwEWS1czREEydWFRQS1DQW5rTlpyRTBtQQAAAAAAAAAABBZ5OUYtTzIyUFJWeXBDSVhVRVpob0VnAAJ4MhZkU1pfdDlOd1NQT0JPb3p6V3lnVzlBARZLVzNEQTJ1YVFBLUNBbmtOWnJFMG1BAAAAAAAAAAAFFnk5Ri1PMjJQUlZ5cENJWFVFWmhvRWcAAhZ3SVE1d3NndFE3NnZHNnk2Yi1HbkxnAAAWZFNaX3Q5TndTUE9CT296eld5Z1c5QQAA',
    'spCTBAABFkFaYWZXc0s5VGJ1NU5HLXh0RUpVamcAAA==',
  ],
  'Elasticsearch 9.2': [
    '6s2wBAICeDEWR0tHQVFsQmhTQks3NFZ1SWttbFN0UQEBFnlLRzhJaFduU3V5VWNHRU9UOGVGdVEAAQAAAAAAAAAFFjVrMEdJeC1xU2VhT0pheGlYcDFZdmcAAngyFlM3MGdabm1kUzl1aTNwTTNNRTFtQ3cBARZ5S0c4SWhXblN1eVVjR0VPVDhlRnVRAAEAAAAAAAAABhY1azBHSXgtcVNlYU9KYXhpWHAxWXZnAAIWUzcwZ1pubWRTOXVpM3BNM01FMW1DdwAAFkdLR0FRbEJoU0JLNzRWdUlrbWxTdFEAAA==',
    '6s2wBAABFmtQME9kX0ZCVHhHR2JIZTJGb21YRncAAA==',
  ],
};

test.each(Object.entries(SEEN))('ids of %s are parted and counted', (_, [two = '', none = '']) => {
  const parts = splitPit(two) ?? new Map<string, string>();
  expect([...parts.keys()]).toEqual(['x1', 'x2']);
  for (const [index, part] of parts) {
    expect(locateInPit(part, index)).toMatchObject({ shard: 1 });
    expect(countInPit(part)).toBe(1);
  }
  expect([countInPit(two), countInPit(none), countInPit('no base64url!')]).toEqual([2, 0, undefined]);
});

test('a part tells which index it is of', () => {
  const shard = {
    name: '로그-2026.01.01',
    uuid: 'z2v1NcttQLS5cUGjl-vFZw',
    shard: 3,
    context: [0, 0, 0, 0, 0, 0, 1, 76],
  };
  const other = { ...shard, name: 'logs', uuid: 'NZj2F7jKTfaX9r8D74oWdw' };
  const part = splitPit(idOf({ shards: [other, shard] }))?.get(shard.name);
  expect(part && locateInPit(part, shard.name)).toEqual({ uuid: shard.uuid, shard: 3 });
  expect(part && locateInPit(part, other.name)).toBeUndefined();
});

test('an id of any other form is not parted', () => {
  const shard = { name: 'logs', uuid: 'z2v1NcttQLS5cUGjl-vFZw', shard: 0, context: [0, 0, 0, 0, 0, 0, 1, 76] };
  expect(splitPit('no base64url!')).toBeUndefined();
  expect(splitPit('')).toBeUndefined();
  expect(splitPit(idOf({ shards: [shard], cluster: 'other' }))).toBeUndefined();
  expect(splitPit(idOf({ shards: [shard], filter: 1 }))).toBeUndefined();
  expect(splitPit(idOf({ shards: [shard, { ...shard, shard: 1 }] }))).toBeUndefined();
});

test('an id that is cut short or goes on is not parted, and any other text is no error', () => {
  const made = fc.tuple(shardsOf(4), fc.nat(), fc.nat(255), anyForm);
  fc.assert(
    fc.property(made, ([shards, cut, more, form]) => {
      const bytes = decodePit(idOf({ shards, form })) ?? new Uint8Array();
      expect(splitPit(encodePit(bytes.slice(0, cut % bytes.length)))).toBeUndefined();
      expect(splitPit(encodePit(Uint8Array.from([...bytes, more])))).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void splitPit(encodePit(bytes))));
});
