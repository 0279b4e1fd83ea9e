import * as v from 'valibot';

/** Query DSL as it was typed travels to OpenSearch in a `wrapper`: JSON text, in base64. */

const wrapperSchema = v.strictObject({ wrapper: v.strictObject({ query: v.string() }) });

/** Those that stand beside a search's own DSL: a place in one would be taken for a place in that. */
const placeless = new WeakSet<object>();

/** What is in a wrapper that was made here: a long one takes half a second to read. */
const made = new WeakMap<object, string>();

export function wrapped(dsl: string, of: { filter?: boolean } = {}): Record<string, unknown> {
  const clause = Object.freeze({ wrapper: Object.freeze({ query: toBase64(dsl) }) });
  made.set(clause, dsl);
  if (of.filter) placeless.add(clause);
  return clause;
}

export function isOfFilter(clause: object): boolean {
  return placeless.has(clause);
}

/** The DSL in a clause that `wrapped` made; undefined of any other. */
export function unwrapped(clause: unknown): string | undefined {
  const own = typeof clause === 'object' && clause !== null ? made.get(clause) : undefined;
  if (own !== undefined) return own;
  const parsed = v.safeParse(wrapperSchema, clause);
  if (!parsed.success) return undefined;
  const bytes = Uint8Array.from(atob(parsed.output.wrapper.query), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Bytes that are made into text at a time: each is an argument of one call. */
const AT_ONCE = 8192;

function toBase64(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return btoa(text);
  const bytes = new TextEncoder().encode(text);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + AT_ONCE)));
  }
  return btoa(pieces.join(''));
}
