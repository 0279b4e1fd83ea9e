/**
 * Searches again and again until it is told to stop, in a process of its own: one that is busy with exports would measure itself.
 * `node --import tsx search-again.ts URL COOKIE INDEX`; sends the slowest answer's ms when it gets any message.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const [, , url = '', cookie = '', index = ''] = process.argv;
let over = false;
let slowest = 0;
process.once('message', () => {
  over = true;
});

while (!over) {
  const began = performance.now();
  const response = await fetch(new URL('/api/search', url), {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ index, q: 'origin:LAS' }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`A search failed: ${response.status} ${text}`);
  slowest = Math.max(slowest, performance.now() - began);
  await sleep(250);
}
process.send?.(slowest);
process.disconnect();
