import { expect, test } from 'vitest';
import { Stays } from './stay.ts';

const clock = { at: 0, now: () => clock.at, after: () => () => {} };
const began = { sid: 'a', at: 0 };

test('a session ends when it is not used, and at its longest', () => {
  clock.at = 0;
  const stays = new Stays({ idle: 100, max: 1000 }, clock);
  const stay = stays.enter(began);
  for (clock.at = 90; clock.at < 1000; clock.at += 90) stay.use();
  expect(() => stay.use()).toThrow(/signed out/);
  expect(() => stays.enter(began)).toThrow(/signed out/);
  clock.at = 0;
  const idle = stays.enter(began);
  clock.at = 100;
  expect(() => idle.use()).toThrow(/signed out/);
  expect(stays.left({ sid: 'b', at: -950 })).toBe(0);
  expect(stays.left({ sid: 'b', at: 50 })).toBe(100);
});

test('who asked for it is told of a session’s end, once, and of no other’s', () => {
  clock.at = 0;
  const stays = new Stays({ idle: 100, max: 1000 }, clock);
  const told: string[] = [];
  const tell = (name: string, sid: string) => stays.enter({ sid, at: 0 }).whenEnded(() => told.push(name));
  const gone = tell('gone', 'a');
  tell('first', 'a');
  tell('second', 'a');
  tell('another', 'b');
  const late = stays.enter(began);
  gone();
  stays.end(began);
  stays.end(began);
  expect(told).toEqual(['first', 'second']);
  late.whenEnded(() => told.push('late'));
  expect(told).toEqual(['first', 'second', 'late']);
});

test('a session that was ended is over, also where it is in use; those of long ago are forgotten', () => {
  clock.at = 0;
  const stays = new Stays({ idle: 100, max: 1000 }, clock);
  const stay = stays.enter(began);
  stays.end(began);
  expect(() => stay.use()).toThrow(/signed out/);
  expect(() => stays.enter(began)).toThrow(/signed out/);
  expect(stays.isOver({ sid: 'b', at: 0 })).toBe(false);
  for (let i = 0; i < 10_001; i++) stays.end({ sid: `other ${i}`, at: 0 });
  expect(stays.isOver(began)).toBe(false);
});
