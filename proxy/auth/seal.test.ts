import { expect, test } from 'vitest';
import { makeSealer } from './seal.ts';

const OLD = 'an-old-secret-of-enough-length';
const NEW = 'a-new-secret-of-enough-length';

test('what is sealed can be opened, and not read', async () => {
  const sealer = await makeSealer([NEW], 'ticket');
  const sealed = await sealer.seal({ index: 'flights' }, 60_000);
  expect(await sealer.open(sealed)).toMatchObject({ index: 'flights' });
  expect(atob(sealed.split('.')[3]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')).not.toContain('flights');
});

test('a secret can be changed: the first seals, all open', async () => {
  const before = await makeSealer([OLD], 'ticket');
  const both = await makeSealer([NEW, OLD], 'ticket');
  const after = await makeSealer([NEW], 'ticket');
  expect(await both.open(await before.seal({ a: 1 }, 60_000))).toMatchObject({ a: 1 });
  expect(await after.open(await both.seal({ a: 1 }, 60_000))).toMatchObject({ a: 1 });
  await expect(after.open(await before.seal({ a: 1 }, 60_000))).rejects.toMatchObject({ code: 'ticket_invalid' });
});

test('a cookie is no ticket', async () => {
  const [session, ticket] = [await makeSealer([NEW], 'session'), await makeSealer([NEW], 'ticket')];
  await expect(ticket.open(await session.seal({ a: 1 }, 60_000))).rejects.toMatchObject({ code: 'ticket_invalid' });
});

test('what is changed by one bit, or too old, is refused', async () => {
  const sealer = await makeSealer([NEW], 'ticket');
  const sealed = await sealer.seal({ a: 1 }, 60_000);
  const parts = sealed.split('.');
  const changed = parts.with(3, `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`).join('.');
  await expect(sealer.open(changed)).rejects.toMatchObject({ code: 'ticket_invalid' });
  await expect(sealer.open('nonsense')).rejects.toMatchObject({ code: 'ticket_invalid' });
  await expect(sealer.open(await sealer.seal({ a: 1 }, -1000))).rejects.toMatchObject({ code: 'ticket_expired' });
});
