import type { XlsxColumn } from '../../../../shared/request.ts';
import type { Bytes } from '../encoder.ts';
import { BOLD } from './workbook.ts';
import { cut, escaped, textElement } from './xml-text.ts';

const UTF8 = new TextEncoder();
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** In characters. */
const USUAL_WIDTH = 14;
/** Excel takes no wider one. */
const MOST_WIDTH = 255;
const LETTERS = 26;

/** A sheet up to its first row of data: its header stays in sight. @param names  of the columns, as they are shown */
export function sheetHead(columns: readonly XlsxColumn[], { isFirst }: { isFirst: boolean }): Bytes {
  const widths = columns.map(
    ({ width = USUAL_WIDTH }, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${Math.min(Math.max(width, 1), MOST_WIDTH)}" customWidth="1"/>`,
  );
  const header = columns.map(({ name }) => `<c s="${BOLD}" t="inlineStr">${textElement(escaped(cut(name)))}</c>`);
  return UTF8.encode(
    [
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}">`,
      `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">`,
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
      widths.length > 0 ? `<cols>${widths.join('')}</cols>` : '',
      `<sheetData><row>${header.join('')}</row>`,
    ].join(''),
  );
}

/** That numbers stand as texts in it is meant so: Excel need not mark them. */
export function sheetFoot(range: string): Bytes {
  const unmarked = `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors>`;
  return UTF8.encode(`</sheetData><autoFilter ref="${range}"/>${unmarked}</worksheet>`);
}

/** All cells of so many columns and rows, as `A1:C9`. */
export function rangeOf(columns: number, rows: number): string {
  return `A1:${lettersOf(Math.max(1, columns))}${Math.max(1, rows)}`;
}

/** 1 is A, 27 AA. */
function lettersOf(column: number): string {
  const rest = column - 1;
  const last = String.fromCharCode(65 + (rest % LETTERS));
  return rest < LETTERS ? last : lettersOf(Math.floor(rest / LETTERS)) + last;
}
