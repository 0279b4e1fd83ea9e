import type { Token } from '../query/tokens.ts';

/** What stands between two values is one piece: each is an element of the page. */
const PIECES = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:\s]+|./g;
/** Past this many characters colouring costs more than it gives. */
const COLOURED_CHARS = 30_000;

/** Characters of a block of lines, of which a longer text is made. */
const BLOCK_CHARS = 8000;

/** JSON text cut for colouring, or into blocks of lines; nothing is lost. */
export function jsonTokens(json: string): (Token | { text: string; kind: 'block' })[] {
  if (json.length > COLOURED_CHARS) return blocksOf(json);
  const pieces = json.match(PIECES) ?? [];
  return pieces.map((text, i) => {
    if (text.startsWith('"')) return { text, kind: pieces[i + 1]?.trimStart().startsWith(':') ? 'key' : 'string' };
    if (/^[-\d]/.test(text)) return { text, kind: 'number' };
    return { text, kind: /^[{}[\],:\s]+$/.test(text) ? 'operator' : 'text' };
  });
}

/** What is out of sight of them a browser lays out when it is needed. */
function blocksOf(json: string): { text: string; kind: 'block' }[] {
  const blocks: { text: string; kind: 'block' }[] = [];
  for (let from = 0; from < json.length; ) {
    const end = json.indexOf('\n', from + BLOCK_CHARS);
    const to = end < 0 ? json.length : end + 1;
    blocks.push({ text: json.slice(from, to), kind: 'block' });
    from = to;
  }
  return blocks;
}
