/** Where in a JSON text something stands, in characters from 0. */
export type JsonPlace = { key: number; value: number };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

type Token = { text: string; at: number };

/** The place of what names and numbers lead to, and of its name; as far as they lead. The text must be valid JSON. */
export function placeOf(json: string, path: readonly (string | number)[]): JsonPlace {
  const tokens = Array.from(json.matchAll(TOKEN), (match): Token => ({ text: match[0], at: match.index }));
  const at = (i: number) => tokens[i]?.at ?? 0;
  let place = { key: at(0), value: at(0) };
  let i = 0;
  for (const step of path) {
    const found = typeof step === 'string' ? memberAt(tokens, i, step) : elementAt(tokens, i, step);
    if (found === undefined) break;
    place = { key: at(typeof step === 'string' ? found - 2 : found), value: at(found) };
    i = found;
  }
  return place;
}

function memberAt(tokens: readonly Token[], open: number, name: string): number | undefined {
  if (tokens[open]?.text !== '{') return undefined;
  for (let i = open + 1; tokens[i]?.text.startsWith('"'); i = next(tokens, i + 2) + 1) {
    if (JSON.parse(tokens[i]?.text ?? '') === name) return i + 2;
  }
  return undefined;
}

function elementAt(tokens: readonly Token[], open: number, index: number): number | undefined {
  if (tokens[open]?.text !== '[') return undefined;
  let i = open + 1;
  for (let n = 0; n < index && i < tokens.length; n++) i = next(tokens, i) + 1;
  return i < tokens.length ? i : undefined;
}

/** The token behind a value. */
function next(tokens: readonly Token[], from: number): number {
  let depth = 0;
  let i = from;
  do {
    const { text = '' } = tokens[i] ?? {};
    if (text === '{' || text === '[') depth += 1;
    if (text === '}' || text === ']') depth -= 1;
    i += 1;
  } while (depth > 0 && i < tokens.length);
  return i;
}

/** Where a character of a JSON string stands: `from` is the string's opening quote, `offset` counts characters of its value. */
export function placeInString(json: string, from: number, offset: number): number {
  const piece = /\\u[\da-fA-F]{4}|\\.|[^"\\]/y;
  piece.lastIndex = from + 1;
  for (let n = 0; n < offset && piece.test(json); n++);
  return piece.lastIndex === 0 ? from : piece.lastIndex;
}
