/*
 * What a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection. A cell that begins with one of
 * the signs, be it after what a reader may drop. And since a comma is a delimiter to one program and a semicolon to
 * another, also a sign after any of them inside a text: read with the wrong one, a cell begins there.
 */

/** The signs, with their full-width and small forms, which spreadsheets in East Asia take for the same. */
const SIGNS = '=＝﹦+＋﹢\\-－﹣@＠﹫';
/** White space, control and invisible characters, and quotes. Not what parts cells or lines. */
const DROPPED = ' "\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xa0\\u2028\\u2029\\p{Zs}\\p{Cf}\\u2065';

const LINE = /[^\r\n]+/g;
const BEGINNING = new RegExp(`(?<=^|[,;|\\t])([${DROPPED}]*)([${SIGNS}])`, 'gu');
/** A tab or a line break is dropped by some readers, and what comes after it begins the cell. */
const RUNS = new RegExp(`^[${DROPPED}]*[\\t\\r\\n${SIGNS}]`, 'u');
const NUMBER = /^ *[+-](\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
/**
 * What makes more of a formula than arithmetic on this sheet: calls, other sheets and programs, or an operator at the
 * end, which takes in what follows. A line without any of it, as "- the first point" or "1, -5", does no harm wherever
 * it is cut.
 */
const HARMFUL = /[^\p{L}\p{M}\p{N}\p{Sc}\s.,;:?%'’+*/_@-]|['+*/-]\s*$/u;

/** Text with `'` before what a spreadsheet would run; undefined where there is nothing of the kind. Numbers are none. */
export function guardedText(text: string): string | undefined {
  const inside = text.replace(LINE, (line) => (HARMFUL.test(line) ? line.replace(BEGINNING, "'$1$2") : line));
  const guarded = RUNS.test(inside) && !NUMBER.test(inside) ? `'${inside}` : inside;
  return guarded === text ? undefined : guarded;
}

/** A JSON string's content with each sign where a cell may begin as an escape, so that it means the same; undefined where there is none. */
export function guardedContent(content: string): string | undefined {
  const guarded = content.replace(BEGINNING, (_: string, dropped: string, sign: string) => dropped + escaped(sign));
  return guarded === content ? undefined : guarded;
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
