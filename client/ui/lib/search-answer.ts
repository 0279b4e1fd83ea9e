import { parse } from 'lossless-json';
import { CLOSE_BRACKET, COMMA, PARTIAL } from '../../../shared/json/bytes.ts';
import { skipString, skipValue } from '../../../shared/json/skip.ts';
import { inTasks, TASK_CHARS } from './next-task.ts';

type Cut = { readonly from: number; readonly to: number };

/**
 * Parses the answer to a search with every digit kept; one of megabytes hit by hit, so that the page goes on between.
 * The proxy writes it without white space between its tokens.
 */
export async function parseAnswer(bytes: Uint8Array): Promise<unknown> {
  const decoder = new TextDecoder();
  const textOf = (from: number, to: number) => decoder.decode(bytes.subarray(from, to));
  const hits = bytes.length < TASK_CHARS ? undefined : cutHits(bytes);
  const [first, last] = [hits?.[0], hits?.at(-1)];
  if (!hits || !first || !last) return parse(textOf(0, bytes.length));
  const parsed: unknown[] = [];
  await inTasks(hits, ({ from, to }) => {
    parsed.push(parse(textOf(from, to)));
    return to - from;
  });
  const rest = parse(textOf(0, first.from) + textOf(last.to, bytes.length));
  return { ...(rest as object), hits: parsed };
}

/** Where each hit stands; undefined where the answer has none. */
function cutHits(bytes: Uint8Array): Cut[] | undefined {
  const end = bytes.length;
  const name = new TextEncoder().encode('"hits":[');
  // Behind the brace; each round at a name.
  for (let i = 1; i > 0 && i < end; ) {
    if (name.every((byte, at) => bytes[i + at] === byte)) return cutItems(bytes, i + name.length);
    const colon = skipString(bytes, i + 1, end);
    const after = colon === PARTIAL ? PARTIAL : skipValue(bytes, colon + 1, end);
    i = after === PARTIAL || bytes[after] !== COMMA ? PARTIAL : after + 1;
  }
  return undefined;
}

function cutItems(bytes: Uint8Array, first: number): Cut[] | undefined {
  const cuts: Cut[] = [];
  let from = first;
  while (bytes[from] !== CLOSE_BRACKET) {
    const to = skipValue(bytes, from, bytes.length);
    if (to === PARTIAL) return undefined;
    cuts.push({ from, to });
    from = bytes[to] === COMMA ? to + 1 : to;
    if (from === to && bytes[to] !== CLOSE_BRACKET) return undefined;
  }
  return cuts;
}
