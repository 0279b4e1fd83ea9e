import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Access } from '../auth/accounts.ts';
import { allows } from '../auth/patterns.ts';
import { makeSealer, type Sealer } from '../auth/seal.ts';
import { Searches, SearchRoom } from './searches.ts';
import { assertWithin, openTicket, sealTicket, type Ticket } from './ticket.ts';

const ticket: Ticket = {
  user: 'ann',
  exportId: '00000000-0000-4000-8000-000000000000',
  target: 'flights',
  index: 'flights',
  shard: 0,
  pit: 'an-id',
  search: { index: 'flights', q: '' },
  highest: 99,
  reader: 'pit',
};

function accessOf(user: string, patterns: string[]): Access {
  const openSearch = { send: () => Promise.reject(new Error('Nothing is sent.')) };
  return { user, openSearch, allows: (expression) => allows(patterns, expression) };
}

const long = { index: 'flights', q: '', filters: [{ field: 'id', op: 'one_of' as const, values: ['a', 'b'] }] };
const fix = { now: '2026-01-01T00:00:00.000Z', kinds: [], index: 'flights', exact: ['id'], dates: [] };

describe('a ticket', () => {
  let sealer: Sealer;
  let searches: Searches;
  beforeAll(async () => {
    sealer = await makeSealer(['a-secret-of-enough-length'], 'ticket');
  });
  beforeEach(() => {
    searches = new Searches('ann', new SearchRoom());
  });

  test('that holds a digest means the search of that digest, where it was sent', async () => {
    const apart = { digest: await searches.keep(long), fix };
    const sealed = await sealTicket(sealer, { ...ticket, search: long, apart });
    const opened = await openTicket({ sealer, searches }, sealed, accessOf('ann', ['*']));
    expect(opened).toEqual({ ...ticket, search: { ...long, exact: ['id'] }, apart });
  });

  test.each([
    ['no search', []],
    ['another one', [{ ...long, q: 'x' }]],
    ['one with a value more', [{ ...long, filters: [{ ...long.filters[0], values: ['a', 'b', 'c'] }] }]],
    ['one of another index', [{ ...long, index: 'movies' }]],
    ['its values in another order', [{ ...long, filters: [{ ...long.filters[0], values: ['b', 'a'] }] }]],
  ])('that holds a digest is none on a socket that was sent %s', async (_, sent) => {
    const apart = { digest: await new Searches('ann', new SearchRoom()).keep(long), fix };
    for (const search of sent) await searches.take(JSON.stringify(search));
    const sealed = await sealTicket(sealer, { ...ticket, search: long, apart });
    const opening = openTicket({ sealer, searches }, sealed, accessOf('ann', ['*']));
    await expect(opening).rejects.toMatchObject({ code: 'ticket_invalid' });
  });

  test('of a long search is short', async () => {
    const values = Array.from({ length: 65_536 }, (_, i) => `${i}`.padStart(64, '0'));
    const search = { index: 'flights', q: '', filters: [{ field: 'id', op: 'one_of' as const, values }] };
    const apart = { digest: await searches.keep(search), fix };
    expect((await sealTicket(sealer, { ...ticket, search, apart })).length).toBeLessThan(1000);
  });

  test('opens for the user it was made for', async () => {
    expect(await openTicket({ sealer, searches }, await sealTicket(sealer, ticket), accessOf('ann', ['*']))).toEqual(
      ticket,
    );
  });

  test('holds the order that its rows will have, also beside a digest', async () => {
    const order = [{ field: 'date', order: 'desc' as const, type: 'date' as const }];
    const apart = { digest: await searches.keep(long), fix };
    for (const one of [ticket, { ...ticket, search: { ...long, exact: ['id'] }, apart }]) {
      const sealed = await sealTicket(sealer, { ...one, order });
      expect(await openTicket({ sealer, searches }, sealed, accessOf('ann', ['*']))).toEqual({ ...one, order });
    }
  });

  test('does not open for another', async () => {
    const sealed = await sealTicket(sealer, ticket);
    await expect(openTicket({ sealer, searches }, sealed, accessOf('bob', ['*']))).rejects.toMatchObject({
      code: 'ticket_invalid',
    });
  });

  test('is worth nothing once the user may not read the index', async () => {
    const sealed = await sealTicket(sealer, ticket);
    await expect(openTicket({ sealer, searches }, sealed, accessOf('ann', ['movies']))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('of another kind of content is none', async () => {
    const sealed = await sealer.seal({ user: 'ann' }, 60_000);
    await expect(openTicket({ sealer, searches }, sealed, accessOf('ann', ['*']))).rejects.toMatchObject({
      code: 'ticket_invalid',
    });
  });

  test('too large for a frame is not made', async () => {
    const search = { index: 'flights', q: 'é'.repeat(50_000) };
    await expect(sealTicket(sealer, { ...ticket, search })).rejects.toMatchObject({ code: 'too_large' });
  });
});

test.each([
  [{ after: -1, upTo: 99 }, true],
  [{ after: 98, upTo: 99 }, true],
  [{ after: 99, upTo: 99 }, false],
  [{ after: 50, upTo: 40 }, false],
  [{ after: -1, upTo: 100 }, false],
])('chunk %j within the shard: %s', (chunk, within) => {
  const check = () => assertWithin(chunk, ticket);
  if (within) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
