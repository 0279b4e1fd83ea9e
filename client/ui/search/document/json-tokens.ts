import type { Token } from '../query/tokens.ts';

/** What stands between two values is one piece: each is an element of the page. */
const PIECES = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:\s]+|./g;
/** Past this many characters colouring costs more than it gives. */
const COLOURED_CHARS = 30_000;

/** JSON text cut for colouring; nothing is lost. */
export function jsonTokens(json: string): Token[] {
  if (json.length > COLOURED_CHARS) return [{ text: json, kind: 'text' }];
  const pieces = json.match(PIECES) ?? [];
  return pieces.map((text, i) => {
    if (text.startsWith('"')) return { text, kind: pieces[i + 1]?.trimStart().startsWith(':') ? 'key' : 'string' };
    if (/^[-\d]/.test(text)) return { text, kind: 'number' };
    return { text, kind: /^[{}[\],:\s]+$/.test(text) ? 'operator' : 'text' };
  });
}
