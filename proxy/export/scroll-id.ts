import { isGzip } from '../opensearch/bytes.ts';

/** A page's first bytes, in which its scroll id stands whole: ids of a hundred shards have about 10 KB. */
export const HEAD_BYTES = 64 * 1024;

/**
 * The scroll id of a page from its first bytes as they came, gzip'd or not: it is the body's first key. The page is not
 * read further than that. Undefined when there is none.
 */
export async function scrollIdIn(head: Uint8Array): Promise<string | undefined> {
  if (!isGzip(head)) return idIn(new TextDecoder().decode(head));
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // The head ends in mid-stream, so writing and closing fail in their time; what was inflated before that is enough.
  const written = writer.write(new Uint8Array(head)).then(() => writer.close());
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (idIn(text) === undefined && text.length < HEAD_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The end of the head.
  }
  reader.cancel().catch(() => undefined);
  return idIn(text);
}

function idIn(text: string): string | undefined {
  return /^\s*\{\s*"_scroll_id"\s*:\s*"([^"\\]+)"/.exec(text)?.[1];
}
