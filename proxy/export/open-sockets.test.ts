import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { OpenSockets } from './open-sockets.ts';

const nothing = { open() {}, receive() {}, drain() {}, close() {} };
const line = { send() {}, buffered: () => 0, hasSentAll: () => false, close() {} };

function fill(open: OpenSockets, user: string, count: number) {
  const sessions = Array.from({ length: count }, () => ({ ...nothing }));
  for (const session of sessions) open.add(session, { user, line });
  return sessions;
}

test('a user has so many, and all together ten times as many', () => {
  const open = new OpenSockets(3, makeFakeClock());
  expect(open.refusal('ann')).toBeUndefined();
  const [first] = fill(open, 'ann', 3);
  expect(open.refusal('ann')).toMatchObject({ code: 'rate_limited', retryAfter: 10_000 });
  expect(open.refusal('bob')).toBeUndefined();
  for (let n = 0; n < 9; n++) fill(open, `user-${n}`, 3);
  expect(open.refusal('bob')).toMatchObject({ code: 'busy', retryAfter: 10_000 });
  if (first) open.delete(first);
  expect(open.refusal('ann')).toBeUndefined();
  expect(open.refusal('bob')).toBeUndefined();
});

test('refused ones count until they are closed: past as many again there is no socket to refuse', () => {
  const open = new OpenSockets(3, makeFakeClock());
  const sessions = fill(open, 'ann', 5);
  expect(() => open.assertNotFlooded('ann')).not.toThrow();
  sessions.push(...fill(open, 'ann', 1));
  expect(() => open.assertNotFlooded('ann')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  expect(() => open.assertNotFlooded('bob')).not.toThrow();
  for (const session of sessions) open.delete(session);
  expect(() => open.assertNotFlooded('ann')).not.toThrow();
});
