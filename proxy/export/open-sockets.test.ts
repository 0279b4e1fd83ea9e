import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { OpenSockets } from './open-sockets.ts';

const nothing = { open() {}, receive() {}, drain() {}, expire() {}, close() {} };
const line = { send() {}, buffered: () => 0, hasSentAll: () => false, close() {} };

function fill(open: OpenSockets, user: string, count: number, refused = false) {
  const sessions = Array.from({ length: count }, () => ({ ...nothing }));
  for (const session of sessions) open.add(session, { user, line, refused });
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

test('refused ones take no place, of their user or of others', () => {
  const open = new OpenSockets(3, makeFakeClock());
  const sessions = fill(open, 'ann', 3);
  for (const user of ['ann', ...Array.from({ length: 9 }, (_, n) => `user-${n}`)]) fill(open, user, 3, true);
  expect(open.refusal('bob')).toBeUndefined();
  expect(open.refusal('ann')).toMatchObject({ code: 'rate_limited' });
  if (sessions[0]) open.delete(sessions[0]);
  expect(open.refusal('ann')).toBeUndefined();
});

test('who lets as many refused ones stay open gets no more to be refused', () => {
  const open = new OpenSockets(3, makeFakeClock());
  const sessions = [...fill(open, 'ann', 3), ...fill(open, 'ann', 2, true)];
  expect(() => open.assertNotFlooded('ann')).not.toThrow();
  sessions.push(...fill(open, 'ann', 1, true));
  expect(() => open.assertNotFlooded('ann')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  expect(() => open.assertNotFlooded('bob')).not.toThrow();
  for (const session of sessions) open.delete(session);
  expect(() => open.assertNotFlooded('ann')).not.toThrow();
});
