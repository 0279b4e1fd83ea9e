import { beforeAll, describe, expect, test } from 'vitest';
import type { Access } from '../auth/accounts.ts';
import { allows } from '../auth/patterns.ts';
import { makeSealer, type Sealer } from '../auth/seal.ts';
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

describe('a ticket', () => {
  let sealer: Sealer;
  beforeAll(async () => {
    sealer = await makeSealer(['a-secret-of-enough-length'], 'ticket');
  });

  test('opens for the user it was made for', async () => {
    expect(await openTicket(sealer, await sealTicket(sealer, ticket), accessOf('ann', ['*']))).toEqual(ticket);
  });

  test('does not open for another', async () => {
    const sealed = await sealTicket(sealer, ticket);
    await expect(openTicket(sealer, sealed, accessOf('bob', ['*']))).rejects.toMatchObject({ code: 'ticket_invalid' });
  });

  test('is worth nothing once the user may not read the index', async () => {
    const sealed = await sealTicket(sealer, ticket);
    await expect(openTicket(sealer, sealed, accessOf('ann', ['movies']))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('of another kind of content is none', async () => {
    const sealed = await sealer.seal({ user: 'ann' }, 60_000);
    await expect(openTicket(sealer, sealed, accessOf('ann', ['*']))).rejects.toMatchObject({ code: 'ticket_invalid' });
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
