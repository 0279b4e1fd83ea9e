import { describe, expect, it } from 'vitest';
import { type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import { Connector } from './connector.ts';
import { findWay } from './find-way.ts';
import type { SocketLike } from './socket-like.ts';

const hello = {
  ...{ type: 'hello', batchSize: 1, maxChunkSize: 1, maxRetries: 1, downloadTimeout: 1 },
  ...{ pingInterval: 10_000, pingTimeout: 10_000 },
};
const refusal = { code: 'rate_limited', message: 'too many', retryable: true };

/** What becomes of a socket once it was asked for. */
type Fate = { say?: unknown; close?: number };
const OPENS: Fate = { say: hello };
const BREAKS: Fate = { close: 1006 };

class Socket extends EventTarget {
  binaryType: BinaryType = 'blob';
  constructor({ say, close }: Fate) {
    super();
    queueMicrotask(() => {
      if (say) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(say) }));
      if (close) this.dispatchEvent(Object.assign(new Event('close'), { code: close }));
    });
  }
  send(): void {}
  close(): void {}
}

const STANDS = () => Response.json({ user: 'ann', auth: 'local', opensearch: '3.8.0' });

/** Sockets have their fates in turn, the last one again and again. */
function makeStory(fates: readonly Fate[], answer: () => Response = STANDS) {
  let opened = 0;
  const connector = new Connector({
    socketUrl: 'ws://sluice.test/api/socket',
    makeSocket: () => new Socket(fates[Math.min(opened++, fates.length - 1)] ?? BREAKS) as unknown as SocketLike,
    askSession: async () => answer(),
  });
  const codes = async (tries: number) => {
    const seen: (ErrorCode | 'open')[] = [];
    for (let i = 0; i < tries; i++) {
      try {
        (await connector.open()).close();
        seen.push('open');
      } catch (error) {
        seen.push(SluiceError.from(error).code);
      }
    }
    return seen;
  };
  return { connector, codes, opened: () => opened };
}

describe('a socket that cannot be had', () => {
  it('is blocked, where calls get through and it fails twice in a row', async () => {
    expect(await makeStory([BREAKS]).codes(3)).toEqual(['socket_lost', 'socket_blocked', 'socket_blocked']);
  });

  it('is lost, where another one was there before', async () => {
    expect(await makeStory([OPENS, BREAKS]).codes(4)).toEqual(['open', 'socket_lost', 'socket_lost', 'socket_lost']);
  });

  it.each<[string, Fate, ErrorCode]>([
    ['says why in place of hello', { say: { type: 'error', error: refusal } }, 'rate_limited'],
    ['closes it in its own words', { close: 1001 }, 'socket_lost'],
    ['closes it with a code of its own', { close: 4429 }, 'socket_lost'],
    ['says what this page does not know', { say: { type: 'hallo' } }, 'socket_lost'],
  ])('is not blocked, where the proxy %s', async (_, fate, code) => {
    expect(await makeStory([fate]).codes(3)).toEqual([code, code, code]);
  });

  it.each<[string, () => Response]>([
    ['a proxy that is away', () => Response.error()],
    ['a balancer without a proxy', () => new Response('Bad gateway', { status: 502 })],
    ['the sign-in page of a network', () => new Response('<html>Welcome</html>')],
    ['somebody else’s JSON', () => Response.json({ hello: 'world' })],
  ])('is not blocked, where calls come to %s as well', async (_, answer) => {
    expect(await makeStory([BREAKS], answer).codes(3)).toEqual(['socket_lost', 'socket_lost', 'socket_lost']);
  });

  it('tells of a session that is over', async () => {
    expect(await makeStory([BREAKS], () => new Response('{}', { status: 401 })).codes(2)).toEqual([
      'signed_out',
      'signed_out',
    ]);
  });
});

/** As the proxy's second carrier behaves, seen from the connector: it opens, breaks, or says why not. */
function makeWays(sockets: readonly Fate[], carriers: readonly Fate[], answer: () => Response = STANDS) {
  const asked: string[] = [];
  let now = 0;
  const next = (kind: string, fates: readonly Fate[]) => {
    const n = asked.filter((one) => one === kind).length;
    asked.push(kind);
    return new Socket(fates[Math.min(n, fates.length - 1)] ?? BREAKS) as unknown as SocketLike;
  };
  const options = {
    socketUrl: 'ws://sluice.test/api/socket',
    makeSocket: () => next('socket', sockets),
    makeCarrier: () => next('carrier', carriers),
    askSession: async () => answer(),
    now: () => now,
  };
  const open = (connector: Connector) =>
    connector.open().then(
      () => connector.carrying,
      (error: unknown) => SluiceError.from(error).code,
    );
  return {
    asked,
    open,
    make: (isBlocked = false) => new Connector({ ...options, isBlocked }),
    pass: (ms: number) => (now += ms),
  };
}

describe('the second carrier', () => {
  it('is taken where sockets are blocked, and stayed with for five minutes', async () => {
    const { make, open, asked, pass } = makeWays([BREAKS, BREAKS, OPENS], [OPENS]);
    const connector = make();
    expect([await open(connector), await open(connector), await open(connector)]).toEqual([
      'socket_lost',
      'requests',
      'requests',
    ]);
    expect(asked).toEqual(['socket', 'socket', 'carrier', 'carrier']);
    pass(5 * 60_000);
    expect(await open(connector)).toBe('socket');
    expect(asked.at(-1)).toBe('socket');
  });

  it('is taken in the middle, too, where sockets were there before', async () => {
    const { make, open } = makeWays([OPENS, BREAKS], [OPENS]);
    const connector = make();
    expect([await open(connector), await open(connector), await open(connector)]).toEqual([
      'socket',
      'socket_lost',
      'requests',
    ]);
  });

  it('is tried first where it was found out before, and sockets again where it breaks', async () => {
    const { make, open, asked } = makeWays([OPENS], [OPENS, BREAKS]);
    const connector = make(true);
    expect([await open(connector), await open(connector)]).toEqual(['requests', 'socket']);
    expect(asked).toEqual(['carrier', 'carrier', 'socket']);
  });

  it('is waited for where the proxy is away, and no socket is tried', async () => {
    const { make, open, asked } = makeWays([BREAKS], [OPENS, BREAKS, BREAKS, OPENS], () => Response.error());
    const connector = make(true);
    const seen = [await open(connector), await open(connector), await open(connector), await open(connector)];
    expect(seen).toEqual(['requests', 'socket_lost', 'socket_lost', 'requests']);
    expect(asked).not.toContain('socket');
  });

  it('that a stopping proxy refuses as well is no fault of its own, where sockets were there before', async () => {
    const { make, open } = makeWays([OPENS, BREAKS], [{ say: errorOf('busy') }]);
    const connector = make();
    const seen = [await open(connector), await open(connector), await open(connector)];
    expect(seen).toEqual(['socket', 'socket_lost', 'socket_lost']);
  });

  it('is not tried where a socket opens', async () => {
    const { make, open, asked } = makeWays([OPENS], [OPENS]);
    expect(await open(make())).toBe('socket');
    expect(asked).toEqual(['socket']);
  });

  it.each<[string, Fate, ErrorCode]>([
    ['breaks', BREAKS, 'socket_blocked'],
    ['is not offered', { say: errorOf('not_found') }, 'socket_blocked'],
    ['may not be had now', { say: errorOf('rate_limited') }, 'rate_limited'],
    ['came to another proxy', { say: errorOf('carrier_lost') }, 'carrier_lost'],
  ])('says why, where it %s', async (_, fate, code) => {
    const { make, open } = makeWays([BREAKS], [fate]);
    const connector = make();
    expect([await open(connector), await open(connector)]).toEqual(['socket_lost', code]);
  });
});

function errorOf(code: ErrorCode) {
  return { type: 'error', error: { code, message: 'no', retryable: true } };
}

describe('the look before an export', () => {
  const clock = { now: () => 0, sleep: async () => {} };

  it('finds what is blocked in two tries, and nothing where one socket opens', async () => {
    const blocked = makeStory([BREAKS]);
    expect(await findWay(blocked.connector, clock)).toMatchObject({
      fault: { code: 'socket_blocked', retryable: true },
    });
    expect(blocked.opened()).toBe(2);
    const slow = makeStory([BREAKS, OPENS]);
    expect(await findWay(slow.connector, clock)).toEqual({ carrying: 'socket' });
    const well = makeStory([OPENS]);
    expect(await findWay(well.connector, clock)).toEqual({ carrying: 'socket' });
    expect(well.opened()).toBe(1);
  });

  it('is silent about what is not the sockets’ alone', async () => {
    const away = makeStory([BREAKS], () => Response.error());
    expect(await findWay(away.connector, clock)).toEqual({});
    expect(away.opened()).toBe(2);
  });
});
