import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import type { Access } from '../auth/accounts.ts';
import { NoPointInTime } from './pit-calls.ts';
import { PointsInTime } from './pits.ts';

/** What servers answer to the two openings (as they did). */
const NONE = { status: 400, text: '{"error":"no handler found for uri [/x/_pit] and method [POST]"}' };
const OPENSEARCH = { status: 200, text: '{"pit_id":"o_-7QQE","_shards":{"total":1,"failed":0}}' };
const ELASTICSEARCH = {
  status: 200,
  text: '{"id":"6M6bBAECeDEWR1Y3clBIUG9SVi0tWUFaN2NkbnJNQQEBFmctYkR0Nk9PVHFPdUNKSFItVEp4c2cAAQAAAAAAAAADFmpuS052dWRkUmsyT2dKRkJTU01FNncAARZHVjdyUEhQb1JWLS1ZQVo3Y2Ruck1BAAA="}',
};
const NO_SHARD = { status: 200, text: '{"id":"6M6bBAABFi0teGFhSFdHU2gyakloNTR4LVpKb1EAAA=="}' };

const OF = { opensearch: '/x/_search/point_in_time', elasticsearch: '/x/_pit' };
const opening = { opened: () => true, failed() {} };
const slice = { target: 'x', shard: 1, keepAlive: '1m' };

/** A cluster that knows one of the calls, or neither, and may be another one later. */
function cluster(at: { opensearch?: typeof NONE; elasticsearch?: typeof NONE }) {
  const asked: string[] = [];
  const access: Access = {
    user: 'ann',
    allows: () => true,
    openSearch: {
      async send({ path }) {
        asked.push(path);
        const { status, text } = (path === OF.elasticsearch ? at.elasticsearch : at.opensearch) ?? NONE;
        const body = (async function* () {
          yield new TextEncoder().encode(text);
        })();
        return { status, retryAfter: undefined, body };
      },
    },
  };
  return { asked, access, at };
}

test.each(['opensearch', 'elasticsearch'] as const)('which kind it is, %s, is asked once', async (kind) => {
  const { access, asked } = cluster({ [kind]: kind === 'opensearch' ? OPENSEARCH : ELASTICSEARCH });
  const pits = new PointsInTime(makeFakeClock());
  for (let i = 0; i < 3; i++) expect(await pits.open(access, slice, opening)).toMatchObject({ contexts: 1 });
  const first = kind === 'opensearch' ? [] : [OF.opensearch];
  expect(asked).toEqual([...first, OF[kind], OF[kind], OF[kind]]);
  expect(pits.areNone).toBe(false);
});

test('Elasticsearch opens one of no shard where no index has it: there is none', async () => {
  const { access } = cluster({ elasticsearch: NO_SHARD });
  expect(await new PointsInTime(makeFakeClock()).open(access, slice, opening)).toBeUndefined();
});

test('that there are none is known for ten minutes, and then asked anew', async () => {
  const clock = makeFakeClock();
  const { access, at } = cluster({});
  const pits = new PointsInTime(clock);
  await expect(pits.open(access, slice, opening)).rejects.toThrow(NoPointInTime);
  expect(pits.areNone).toBe(true);
  clock.pass(10 * 60_000);
  expect(pits.areNone).toBe(false);
  at.opensearch = OPENSEARCH;
  expect(await pits.open(access, slice, opening)).toMatchObject({ contexts: 1 });
  expect(pits.areNone).toBe(false);
});

test('a cluster that became another one is asked as that', async () => {
  const { access, at, asked } = cluster({ opensearch: OPENSEARCH });
  const pits = new PointsInTime(makeFakeClock());
  await pits.open(access, slice, opening);
  Object.assign(at, { opensearch: undefined, elasticsearch: ELASTICSEARCH });
  await pits.open(access, slice, opening);
  await pits.open(access, slice, opening);
  expect(asked).toEqual([OF.opensearch, OF.opensearch, OF.elasticsearch, OF.elasticsearch]);
});

test('what went with its server is closed', async () => {
  const { access, asked } = cluster({});
  expect(await new PointsInTime(makeFakeClock()).close(access, ['a'], new AbortController().signal)).toBe(0);
  expect(asked).toEqual(['/_search/point_in_time', '/_pit']);
});
