import * as v from 'valibot';
import { type Pattern, patternIdSchema, patternSchema } from '../../../../shared/pattern.ts';
import { call } from '../../lib/api.ts';
import type { Address } from '../address/address.ts';
import { keepPattern, knownPattern } from './known-patterns.ts';
import type { Left, LinkedPattern, LinkedSearch } from './linked-search.ts';
import { readLink } from './read-link.ts';
import { toAddress } from './to-address.ts';

export type Opened =
  | { readonly kind: 'search'; readonly address: Address; readonly left: readonly Left[] }
  /** Which index it is has to be asked. */
  | { readonly kind: 'ask'; readonly linked: LinkedSearch }
  | { readonly kind: 'nothing'; readonly left: readonly Left[] };

/** A link as a search, with the index behind its pattern where that can be known. Never rejects. */
export async function openLink(link: string): Promise<Opened> {
  const linked = readLink(link, { offset: -new Date().getTimezoneOffset() });
  if ('why' in linked) return { kind: 'nothing', left: [linked] };
  if (linked.left.some(({ why }) => why === 'dataset')) return { kind: 'nothing', left: linked.left };
  const pattern = await patternOf(linked.pattern);
  return pattern ? opened(linked, pattern) : { kind: 'ask', linked };
}

/** The same once somebody has said which index it is; remembered for the next link. */
export function openWith(linked: LinkedSearch, title: string): Opened {
  const { id } = linked.pattern;
  if (id !== undefined) keepPattern({ id, title });
  return opened(linked, { ...linked.pattern, title });
}

function opened(linked: LinkedSearch, pattern: LinkedPattern & { title: string }): Opened {
  return { kind: 'search', address: toAddress(linked, pattern), left: linked.left };
}

async function patternOf({ id, title, time }: LinkedPattern): Promise<(LinkedPattern & { title: string }) | undefined> {
  if (title !== undefined) {
    const named = { title, ...(time === undefined ? {} : { time }) };
    // The way back to Dashboards knows it by its id.
    if (id !== undefined) keepPattern({ id, ...named });
    return named;
  }
  if (id === undefined || !v.is(patternIdSchema, id)) return undefined;
  const asked = await getPattern(id).catch((): Pattern => ({}));
  if (asked.title === undefined) return knownPattern(id);
  const found = { id, title: asked.title, time: asked.time ?? null };
  keepPattern(found);
  return found;
}

async function getPattern(id: string): Promise<Pattern> {
  return v.parse(patternSchema, JSON.parse(await call(`/api/pattern?id=${encodeURIComponent(id)}`)));
}
