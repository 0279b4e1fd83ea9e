/**
 * Where a query string holds what is dear to search for: a term that begins with a wildcard, or a regular expression
 * between slashes; undefined when it holds none. It follows Lucene's grammar: `\\` takes the meaning from what follows,
 * within quotes nothing has one, a slash anywhere else begins a regular expression, and `*` alone asks whether there is
 * a value. @returns characters from 0
 */
export function wildQueryString(text: string): number | undefined {
  let quoted = false;
  let begins = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\') {
      i++;
      begins = false;
    } else if (char === '"') {
      quoted = !quoted;
      begins = true;
    } else if (!quoted) {
      if (char === '/' || (begins && isWild(text, i))) return i;
      begins = BREAKS.test(char) || (begins && /[-+!]/.test(char));
    }
  }
  return undefined;
}

/** What ends a term, so that another may begin; `&&`, `||` and `NOT` stand apart with white space. */
const BREAKS = /[\s\u3000:()[\]{}^~|&<>=]/;

function isWild(text: string, i: number): boolean {
  if (text[i] === '?') return true;
  if (text[i] !== '*') return false;
  const next = text[i + 1];
  return next !== undefined && next !== '"' && !BREAKS.test(next);
}
