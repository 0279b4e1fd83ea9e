import * as v from 'valibot';
import type { SignedIn } from '../support/session.ts';

/**
 * Users who search now and then, as the page does, in a process of their own: what is measured is the proxy, and not who measures
 * it while it makes exports. `SEARCHING` says who they are, for how long, ms, and how many rows there are; what came of it is told
 * in the end, as JSON: ms of each search beyond OpenSearch's own time, what was refused, and how often they were asked to come again.
 */
const {
  who: users,
  ms,
  index,
  rows,
} = v.parse(
  v.object({
    who: v.array(v.object({ url: v.string(), socketUrl: v.string(), cookie: v.string() })),
    ...{ ms: v.number(), index: v.string(), rows: v.number() },
  }),
  JSON.parse(process.env.SEARCHING ?? ''),
);

const EVERY_MS = 400;
const TRIES = 4;

const late: number[] = [];
const refused: string[] = [];
const told: Record<string, number> = {};

/** As the page asks: again, a few times, where OpenSearch or the proxy has too much to do. */
async function search(who: SignedIn, tries = 1): Promise<Response> {
  const answer = await fetch(new URL('/api/search', who.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify({ index, size: 10 }),
  });
  if (answer.status !== 503 || tries >= TRIES) return answer;
  const { error } = (await answer.json()) as { error: { code: string; retryAfter?: number } };
  told[error.code] = (told[error.code] ?? 0) + 1;
  await new Promise((resolve) => setTimeout(resolve, error.retryAfter ?? 1000));
  return search(who, tries + 1);
}

async function look(who: SignedIn): Promise<void> {
  const asked = Date.now();
  const answer = await search(who);
  if (answer.status !== 200) return void refused.push(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  const { took, total } = (await answer.json()) as { took: number; total: number };
  if (total !== rows) refused.push(`${total} rows`);
  late.push(Date.now() - asked - took);
}

const end = Date.now() + ms;
await Promise.all(
  users.map(async (who) => {
    while (Date.now() < end) {
      await look(who).catch((error: unknown) => refused.push(String(error)));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }),
);
process.stdout.write(JSON.stringify({ late, refused, told }));
