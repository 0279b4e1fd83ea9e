/** What a pasted list comes to. */
export type PastedList = {
  /** In their order, each once. */
  readonly values: readonly string[];
  /** Values that stood there before, in the text or in the list that it was pasted to. */
  readonly repeated: number;
  /** Lines and places between two separators with nothing in them. */
  readonly blank: number;
  /** What the field cannot hold: left out. */
  readonly invalid: readonly string[];
};

/**
 * Reads values out of a text: one a line, or with commas, semicolons or tabs between, as spreadsheets and scripts have
 * them. A value in quotes may hold any of these; a quote in it is written twice.
 * @param known  values that are in the list already
 * @param isValid  whether the field can hold it
 */
export function readPastedList(
  text: string,
  known: readonly string[],
  isValid: (value: string) => boolean = () => true,
): PastedList {
  const seen = new Set(known);
  const values: string[] = [];
  const invalid = new Set<string>();
  let [repeated, blank] = [0, 0];
  for (const value of piecesOf(withoutBrackets(text))) {
    if (value === '') blank += 1;
    else if (seen.has(value) || invalid.has(value)) repeated += 1;
    else if (!isValid(value)) invalid.add(value);
    else {
      seen.add(value);
      values.push(value);
    }
  }
  return { values, repeated, blank, invalid: [...invalid] };
}

/** Whether a text is more than one line or cell, which a field of one line would run together. */
export function hasLines(text: string): boolean {
  return /[\n\r\t]/.test(text.trim());
}

/** A list as programs write it: `["a", "b"]`. */
function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : trimmed;
}

const PIECE =
  /[^\S\r\n\t]*(?:(["'])((?:(?!\1)[\s\S]|\1\1)*)\1[^\S\r\n\t]*(?=[\r\n\t,;]|$)|([^\r\n\t,;]*))(\r\n|[\r\n\t,;]|$)/y;

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  PIECE.lastIndex = 0;
  for (let at = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(text);
    if (!found) break;
    const [whole, quote = '', quoted, plain = ''] = found;
    pieces.push(quoted === undefined ? plain.trim() : quoted.replaceAll(quote + quote, quote));
    at += whole.length;
  }
  return pieces;
}
