import type { Bytes } from '../encoder.ts';
import { escaped } from './xml-text.ts';

/* The parts of a workbook beside its sheets: ECMA-376, part 1 (SpreadsheetML) and part 2 (the package). */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const UTF8 = new TextEncoder();

/** Styles of cells, by their places in `styles`. */
export const BOLD = 1;
export const SECONDS = 2;
export const MILLISECONDS = 3;
export const DAY = 4;
/** A whole number with all of its digits, of which Excel shows eleven by itself. */
export const WHOLE = 5;

/** Where the n-th sheet lies, counted from 1. */
export const sheetPath = (sheet: number) => `xl/worksheets/sheet${sheet}.xml`;

type Part = { readonly name: string; readonly bytes: Bytes };

/** Those before the sheets: what a file is, some tell by its beginning. */
export function firstParts(): Part[] {
  const relations = `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`;
  return partsOf({ '[Content_Types].xml': contentTypes(), '_rels/.rels': relations, 'xl/styles.xml': styles() });
}

/** Those behind the sheets. @param ranges  of each sheet, that which its filter covers, as `A1:C9` */
export function lastParts(ranges: readonly string[]): Part[] {
  const sheets = ranges.map((_, i) => i + 1);
  return partsOf({ 'xl/workbook.xml': workbook(ranges), 'xl/_rels/workbook.xml.rels': workbookRelations(sheets) });
}

function partsOf(parts: Record<string, string>): Part[] {
  return Object.entries(parts).map(([name, xml]) => ({ name, bytes: UTF8.encode(HEAD + xml) }));
}

/** How many sheets there will be nobody knows yet: a part of which nothing else is said is one. */
function contentTypes(): string {
  const override = (part: string, type: string) => `<Override PartName="/${part}" ContentType="${TYPES}.${type}+xml"/>`;
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    `<Default Extension="xml" ContentType="${TYPES}.worksheet+xml"/>`,
    override('xl/workbook.xml', 'sheet.main'),
    override('xl/styles.xml', 'styles'),
    '</Types>',
  ].join('');
}

/** A filter's range is a hidden name, too. */
function workbook(ranges: readonly string[]): string {
  const sheets = ranges.map((_, i) => `<sheet name="Sheet${i + 1}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const names = ranges.map((range, i) => {
    const absolute = range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">Sheet${i + 1}!${absolute}</definedName>`;
  });
  return [
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews>`,
    `<sheets>${sheets.join('')}</sheets><definedNames>${names.join('')}</definedNames></workbook>`,
  ].join('');
}

function workbookRelations(sheets: readonly number[]): string {
  const all = sheets.map((sheet) => relation(sheet, 'worksheet', `worksheets/sheet${sheet}.xml`));
  const style = relation(sheets.length + 1, 'styles', 'styles.xml');
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}${style}</Relationships>`;
}

function relation(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}

/** Formats of one's own are numbered from 164 on. */
function styles(): string {
  const formats = ['yyyy\\-mm\\-dd hh:mm:ss', 'yyyy\\-mm\\-dd hh:mm:ss.000', 'yyyy\\-mm\\-dd'];
  const numbers = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`);
  // The last one is `0`.
  const shown = [...formats.map((_, i) => 164 + i), 1].map(
    (format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  const font = '<sz val="11"/><name val="Calibri"/>';
  return [
    `<styleSheet xmlns="${MAIN}"><numFmts count="${numbers.length}">${numbers.join('')}</numFmts>`,
    `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${2 + shown.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`,
    `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${shown.join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
}
