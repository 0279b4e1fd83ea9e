/** Characters of a link that is looked at. Browsers take no more than some 64 KB of an address everywhere. */
export const MAX_LINK_CHARS = 256 * 1024;

/** An address, maybe encoded once or twice, or in the brackets that mail and chats put around one. */
const ADDRESS = /^https?(?::|%3A|%253A)(?:\/|%2F|%252F){2}./i;
const DASHBOARDS = /\/app\/|\/goto\/|[?&#/](?:_a|_g|_q)=|%2Fapp%2F|%252Fapp%252F|%2Fgoto%2F|%252Fgoto%252F/i;

/** The link in a text that is one of OpenSearch Dashboards or Kibana and nothing else. It is read when it is opened. */
export function linkIn(text: string): string | undefined {
  // Mail breaks long lines.
  const link = text
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .replace(/\s*[\r\n]+\s*/g, '');
  return ADDRESS.test(link) && DASHBOARDS.test(link) ? link : undefined;
}

/** The link in an address of this page: `?from=<link>`. One that was put there as it is has its end in the hash. */
export function linkInAddress(query: string, hash: string): string | undefined {
  const from = new URLSearchParams(query).get('from') ?? '';
  if (!/^https?(?::|%3A)/i.test(from)) return undefined;
  // As it is, its own parameters follow it in the query.
  const raw = query.slice(query.search(/[?&]from=/) + '?from='.length);
  return linkIn(/^https?:\/\//i.test(raw) ? raw + hash : from) ?? from;
}
