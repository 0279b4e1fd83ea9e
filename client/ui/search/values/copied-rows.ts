import { stringify } from 'lossless-json';
import { guardedContent, guardedText } from '../../../../shared/formulas.ts';
import type { Hit } from '../../../../shared/http.ts';
import { cellsOf } from './cells.ts';

const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/** A cell's text where it is not as it is stored, as of a date in a zone. */
type TextOf = (hit: Hit, column: string) => string | undefined;

/** The columns of some rows with a head, parted by tabs, as spreadsheets take it from the clipboard: none of it runs as a formula. */
export function tsvOf(columns: readonly string[], hits: readonly Hit[], textOf: TextOf): string {
  const lines = hits.map((hit) => {
    const cells = cellsOf(hit);
    return columns.map((column) => {
      const { text, raw } = cells.get(column) ?? { text: '', raw: true };
      return field(textOf(hit, column) ?? text, raw);
    });
  });
  return [columns.map((column) => field(column, false)), ...lines].map((line) => line.join('\t')).join('\n');
}

/** Whole documents as they are stored: long integers and 5.0 stay as written. */
export function jsonOf(hits: readonly Hit[]): string {
  return (
    stringify(
      hits.map(({ _source }) => _source),
      undefined,
      2,
    ) ?? '[]'
  );
}

/** Guarded as in a CSV; in quotes where a spreadsheet would part it, or take a quote of it for one around it. */
function field(text: string, raw: boolean): string {
  const guarded = raw ? guardedJson(text) : (guardedText(text) ?? text);
  return /[\t\r\n"]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** JSON itself begins with no sign: only its strings are looked at. */
function guardedJson(text: string): string {
  return text.replace(STRINGS, (string) => {
    const guarded = guardedContent(string.slice(1, -1));
    return guarded === undefined ? string : `"${guarded}"`;
  });
}
