import * as v from 'valibot';

/** Query DSL as it was typed travels to OpenSearch in a `wrapper`: JSON text, in base64. */

const wrapperSchema = v.strictObject({ wrapper: v.strictObject({ query: v.string() }) });

export function wrapped(dsl: string): Record<string, unknown> {
  let bytes = '';
  for (const byte of new TextEncoder().encode(dsl)) bytes += String.fromCharCode(byte);
  return { wrapper: { query: btoa(bytes) } };
}

/** The DSL in a clause that `wrapped` made; undefined of any other. */
export function unwrapped(clause: unknown): string | undefined {
  const parsed = v.safeParse(wrapperSchema, clause);
  if (!parsed.success) return undefined;
  const bytes = Uint8Array.from(atob(parsed.output.wrapper.query), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
