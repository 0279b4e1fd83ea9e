/** Characters, in UTF-16, that Excel holds in a cell. */
export const MOST_CHARS = 32_767;

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none of these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g;
/** What would be read as one of the above. */
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g;
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
