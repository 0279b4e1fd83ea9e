import { CLOSE_BRACKET, COMMA, malformed, OPEN_BRACKET } from '../../../../shared/json/bytes.ts';
import { textOf } from '../../../../shared/json/json-text.ts';
import { skipSpace, skipValue } from '../../../../shared/json/skip.ts';

const UTF8 = new TextDecoder();

/** The values of an array in `bytes[start, stop)`, each as JSON, without the space around them. The array is whole. */
export function valuesOf(bytes: Uint8Array, start: number, stop: number): string[] {
  const values: string[] = [];
  let i = skipSpace(bytes, start + 1, stop);
  while (i < stop - 1) {
    const after = skipValue(bytes, i, stop);
    if (after < 0) throw malformed('an array has no end');
    values.push(UTF8.decode(bytes.subarray(i, after)));
    i = skipSpace(bytes, after, stop);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, stop);
  }
  return values;
}

/** The same, with the values of arrays in it in their place, however deep. */
export function openedValues(bytes: Uint8Array, start: number, stop: number): string[] {
  const values: string[] = [];
  for (let i = skipSpace(bytes, start, stop); i < stop; i = skipSpace(bytes, i, stop)) {
    const byte = bytes[i];
    if (byte === OPEN_BRACKET || byte === CLOSE_BRACKET || byte === COMMA) {
      i++;
      continue;
    }
    // A number's end is seen by what follows it: there is a bracket at least.
    const after = skipValue(bytes, i, stop);
    if (after < 0) throw malformed('an array has no end');
    values.push(UTF8.decode(bytes.subarray(i, after)));
    i = after;
  }
  return values;
}

/** A value's text: a string's content, nothing for null, and what else there is as it is stored. @throws page_malformed */
export function plainText(json: string): string {
  if (json.startsWith('"')) return textOf(json.slice(1, -1));
  return json === 'null' ? '' : json;
}
