import { zipFiles } from './zip-files.ts';

const CELL = /<c\/>|<c[^>]*>(?:<is><t xml:space="preserve">([^<]*)<\/t><\/is>|<v>([^<]*)<\/v>)<\/c>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The rows of a workbook's sheets, each with its header: cells as their text, none as an empty one. */
export async function sheetsOf(workbook: Uint8Array): Promise<string[][][]> {
  const files = await zipFiles(workbook);
  const sheets = files.filter(({ name }) => name.startsWith('xl/worksheets/'));
  return sheets.map(({ bytes }) =>
    [...bytes.toString('utf8').matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
      [...row.matchAll(CELL)].map(([, text, value]) => value ?? unescaped(text ?? '')),
    ),
  );
}

function unescaped(xml: string): string {
  return xml
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
