import { LF, TAB } from '../../../../shared/json/bytes.ts';

/** Characters, in UTF-16, that Excel holds in a cell. */
export const MOST_CHARS = 32_767;

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none of these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g;
/** What would be read as one of the above; its last `_` may be that which one of them begins with. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}[_\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff])/g;
const MARKUP = /[&<>"]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const HIGH_SURROGATE = /[\ud800-\udbff]$/;

/** A text as it stands in XML. What XML cannot hold is `_xHHHH_`, as ECMA-376 has it (22.9.2.19). */
export function escaped(text: string): string {
  return text
    .replace(LOOKS_ESCAPED, '_x005F_')
    .replace(FORBIDDEN, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (char) => ENTITIES[char] ?? char);
}

/** As much of it as a cell holds; a pair of surrogates is not parted. */
export function cut(text: string): string {
  return text.length <= MOST_CHARS ? text : text.slice(0, MOST_CHARS).replace(HIGH_SURROGATE, '');
}

export function textElement(xml: string): string {
  return `<is><t xml:space="preserve">${xml}</t></is>`;
}

/** Bytes of ASCII that stand otherwise in XML, or may begin what has to. */
const SPECIAL = new Uint8Array(0x80);
for (let byte = 0; byte < 0x20; byte++) SPECIAL[byte] = byte === TAB || byte === LF ? 0 : 1;
for (const char of ['&', '<', '>', '_']) SPECIAL[char.charCodeAt(0)] = 1;

/** Whether the bytes are UTF-8 that stands in XML as it is. One that is not would keep the whole workbook from being opened. */
export function standsAsIs(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let i = start; i < stop; ) {
    const byte = bytes[i] as number;
    const length = byte < 0x80 ? 1 - (SPECIAL[byte] as number) : lengthAt(bytes, i, stop);
    if (length === 0) return false;
    i += length;
  }
  return true;
}

/** Bytes of the character beyond ASCII that is there; 0 where it is none, or one that XML has not. */
function lengthAt(bytes: Uint8Array, at: number, stop: number): number {
  const lead = bytes[at] as number;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (lead < 0xc2 || lead > 0xf4 || at + length > stop) return 0;
  const second = bytes[at + 1] as number;
  for (let i = at + 1; i < at + length; i++) if (((bytes[i] as number) & 0xc0) !== 0x80) return 0;
  // Forms that are too long, halves of surrogate pairs, and what is beyond Unicode.
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0;
  if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return 0;
  const isNone = lead === 0xef && second === 0xbf && (bytes[at + 2] as number) >= 0xbe;
  return isNone ? 0 : length;
}
