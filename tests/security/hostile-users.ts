import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import type { SignedIn } from '../support/session.ts';

/**
 * Users who do all they can to stop the others, in a process of their own: contexts, sockets, pages that nobody takes in,
 * searches of large rows, frames, wrong passwords. `HOSTILE` says who they are and for how long, ms.
 */
const {
  who: users,
  ms,
  rows,
  fat,
} = v.parse(
  v.object({
    who: v.array(v.object({ url: v.string(), socketUrl: v.string(), cookie: v.string() })),
    ...{ ms: v.number(), rows: v.string(), fat: v.string() },
  }),
  JSON.parse(process.env.HOSTILE ?? ''),
);

/** Does something over and over, whatever comes of it. */
async function until(end: number, what: () => Promise<unknown>): Promise<void> {
  while (Date.now() < end) await what().catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
}

/** Opens snapshots again and again, by points in time and by scrolls. */
async function takeContexts(who: SignedIn): Promise<void> {
  const socket = await TestSocket.open(who);
  for (const reader of ['pit', 'scroll'] as const) {
    const { shards } = await socket.plan({ index: rows, q: '' }, reader);
    const [shard] = shards.filter(({ rows }) => rows > 0);
    if (!shard) continue;
    const chunk = { after: -1, upTo: shard.highest };
    const all = Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0 ? socket.reopen(shard.ticket) : socket.page({ ticket: shard.ticket, chunk, size: 10 }),
    );
    await Promise.allSettled(all);
  }
  socket.socket.terminate();
}

/** Asks for pages and takes none of them in. */
async function leaveUnread(who: SignedIn): Promise<void> {
  const socket = await TestSocket.open(who);
  const { shards } = await socket.plan({ index: fat, q: '' });
  for (const { ticket, highest } of shards) {
    for (let i = 0; i < 32; i++) {
      socket.read({ ticket, chunk: { after: -1, upTo: highest }, size: 400 }, () => {}).done.catch(() => {});
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  socket.socket.terminate();
}

async function throwFrames(who: SignedIn): Promise<void> {
  const socket = new WebSocket(who.socketUrl, { headers: { cookie: who.cookie } });
  socket.on('error', () => {});
  await once(socket, 'open');
  const tickets = Array.from({ length: 60_000 }, () => 'a');
  for (let i = 1; i < 20 && socket.readyState === WebSocket.OPEN; i++) {
    socket.send(JSON.stringify({ type: 'release', id: i, tickets }));
    socket.send(JSON.stringify({ type: 'x'.repeat(250_000) }));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  socket.terminate();
}

async function openSockets(who: SignedIn): Promise<void> {
  const sockets = Array.from({ length: 100 }, () => new WebSocket(who.socketUrl, { headers: { cookie: who.cookie } }));
  for (const socket of sockets) socket.on('error', () => {});
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  for (const socket of sockets) socket.terminate();
}

async function guessPasswords(): Promise<void> {
  const guesses = Array.from({ length: 35 }, (_, i) =>
    fetch(new URL('/api/session', users[0]?.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' },
      body: JSON.stringify({ username: `user-${i % 20}`, password: 'wrong' }),
    }),
  );
  await Promise.allSettled(guesses);
}

async function searchLarge(who: SignedIn): Promise<void> {
  const asked = Array.from({ length: 12 }, () =>
    fetch(new URL('/api/search', who.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: who.cookie },
      body: JSON.stringify({ index: fat, size: 400 }),
    }).then((answer) => answer.text()),
  );
  await Promise.allSettled(asked);
}

const end = Date.now() + ms;
// One that is thrown where nobody waits for it is the others' gain.
process.on('unhandledRejection', () => {});
await Promise.all(
  users.flatMap((who) => [
    ...[takeContexts, leaveUnread, throwFrames, openSockets, searchLarge].map((attack) =>
      until(end, () => attack(who)),
    ),
    until(end, guessPasswords),
  ]),
);
process.exit(0);
