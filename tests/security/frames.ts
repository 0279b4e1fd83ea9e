import { randomUUID } from 'node:crypto';

/** Numbers in [0, 1) from a seed (mulberry32), so that a run that fails can be run again. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 32,
  2 ** 53,
  1e308,
  -0,
  '',
  'x',
  '\u0000',
  '\ud800',
  '__proto__',
  [],
  {},
  [[]],
  'a'.repeat(3000),
  { toString: 1 },
  '../x',
  '*',
  '-x',
  '<x{now/d}>',
  'sec-payroll/_doc',
  { index: 'x' },
];

/**
 * Frames that a hostile client might send: messages of the protocol with values that are odd, keys that are missing or
 * are the prototype's, texts cut short, bits turned, tickets spoilt, deep nests, and plain noise. None of them is a read
 * that could be answered.
 */
export function makeFrames(seed: number, tickets: readonly string[]): (count: number) => Generator<string | Buffer> {
  const random = makeRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const spoilt = () => {
    const ticket = pick(tickets);
    const at = 30 + below(ticket.length - 30);
    return pick([
      ticket.slice(0, at),
      `${ticket.slice(0, at)}${ticket[at] === 'A' ? 'B' : 'A'}${ticket.slice(at + 1)}`,
      ticket.replace(/\./g, pick(['', '..', '-'])),
      'x',
    ]);
  };
  const id = () => 1 + below(1000);
  const messages = [
    () => ({ type: 'read', id: id(), ticket: spoilt(), chunk: { after: -1, upTo: below(100) }, size: 2 + below(100) }),
    () => ({ type: 'read', id: id(), ticket: pick(tickets), chunk: { after: 5, upTo: pick([5, 2 ** 40]) }, size: 10 }),
    () => ({ type: 'read', id: id(), ticket: 'x', chunk: { after: -1, upTo: 1 }, size: pick([0, 1, 10_001, 1e9]) }),
    () => ({ type: 'plan', id: id(), exportId: randomUUID(), search: { index: pick(['a/b', '', '_x', 'a b', '..']) } }),
    () => ({ type: 'reopen', id: id(), ticket: spoilt() }),
    () => ({ type: 'ack', id: id(), bytes: pick([-1, 1.5, 'x', null]) }),
    () => ({ type: 'cancel', id: pick([0, -1, 'x', 2 ** 33]) }),
    () => ({
      type: 'report',
      exportId: pick(['x', randomUUID()]),
      verdict: pick(['complete', 'x']),
      rows: pick([-1, 'x']),
    }),
    () => ({ type: pick(ODD), id: id() }),
  ];
  const odd = (message: Record<string, unknown>) => {
    const key = pick(Object.keys(message));
    if (random() < 0.3) delete message[key];
    else message[key] = pick(ODD);
    return message;
  };
  const cut = (text: string) => text.slice(0, below(text.length));
  const text = () => JSON.stringify(pick(messages)());
  const kinds: (() => string | Buffer)[] = [
    text,
    text,
    () => JSON.stringify(odd(pick(messages)())),
    () => JSON.stringify(pick(ODD)),
    () => cut(text()),
    () => `{"__proto__":{"type":"pong"},${text().slice(1)}`,
    () => text().replace('"type"', '"constructor":{"prototype":{"a":1}},"type"').replace('"id"', '"i\\u0064"'),
    () => '['.repeat(below(5000)),
    () => `{"type":"plan","id":1,"search":${'{"a":'.repeat(below(2000))}`,
    () => Buffer.from(Array.from({ length: below(64) }, () => below(256))),
    () => String.fromCharCode(...Array.from({ length: 1 + below(64) }, () => below(0xd7ff))),
  ];
  return function* (count) {
    for (let i = 0; i < count; i++) yield pick(kinds)();
  };
}
