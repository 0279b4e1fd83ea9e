import type { Left, StatePart } from './linked-search.ts';

/** A link taken apart: which page it opens, and the states that it carries, still encoded. */
export type LinkParts = {
  readonly states: Readonly<Partial<Record<StatePart, string>>>;
  /** Of a saved search, which Dashboards keeps. */
  readonly savedSearch?: string;
};

const ENCODED = /^https?%(?:25)?3A/i;
const NAMES = '_a|_g|_q|security_tenant|indexPattern|index|savedQuery|id|columns|sort|time|query|filters';
/** Values are encoded, but not by everybody who writes such a link: only what begins a known part parts them. */
const BETWEEN = new RegExp(`&(?=(?:${NAMES})=)`);

/** @returns why not, where the link opens something else than Discover */
export function partsOf(link: string): LinkParts | Left {
  const url = toUrl(link);
  if (!url) return { why: 'no_link' };
  if (/\/goto\/[^/]+$/.test(url.pathname) || /\/app\/r\b/.test(url.pathname)) return { why: 'short_link' };
  const [route = '', ...rest] = url.hash.slice(1).split('?');
  const app = appOf(url.pathname, route);
  if (app === undefined) return { why: 'no_link' };
  if (!DISCOVER.test(app)) return { why: 'other_app', name: app.slice(0, 100) };
  const given = [...pairsOf(url.search.slice(1)), ...pairsOf(rest.join('?'))];
  const states = Object.fromEntries(given.filter(([name]) => /^_[agq]$/.test(name)));
  const page = /^\/?(?:discover\/)?(doc|context)\//.exec(route)?.[1];
  if (page) return { why: 'other_app', name: `discover/${page}` };
  const id = /^\/?(?:view|discover)\/([^/]+)$/.exec(route)?.[1];
  return { states, ...(id === undefined ? {} : { savedSearch: decoded(id).slice(0, 200) }) };
}

/** In the order of the versions: up to 2.9, from 2.10, and from 3.3. */
const DISCOVER = /^(?:discover|discoverLegacy|data-explorer\/discover|explore\/(?:logs|traces))$/;

/** Kibana of old keeps its apps behind the hash of one. */
function appOf(path: string, route: string): string | undefined {
  const app = /\/app\/([\w/-]+?)\/?$/.exec(path)?.[1];
  if (app !== 'kibana') return app;
  return /^\/?([\w-]+)/.exec(route)?.[1];
}

function toUrl(link: string): URL | undefined {
  let text = link;
  for (let times = 0; times < 2 && ENCODED.test(text); times++) text = decoded(text);
  if (!text.includes('#')) text = text.replace(/%(?:25)?23/, '#');
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

function pairsOf(query: string): [string, string][] {
  return query.split(BETWEEN).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** What is no encoding stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
