import { COMMA, malformed } from '../../../../shared/json/bytes.ts';
import { skipSpace, skipValue } from '../../../../shared/json/skip.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import { textOf } from './json-text.ts';
import { ZonedDates } from './zoned-dates.ts';

const UTF8 = new TextDecoder();

/** A cell that is not the stored value as it stands. `isText`: text like a string's content, not JSON. */
export type SpecialCell = { text: string; isText: boolean };

/** What the options `join` and `dates` make of values: both read a value before they write it, so they cost more than a copy. */
export class SpecialCells {
  readonly #join: string | undefined;
  readonly #dates: ZonedDates | undefined;

  constructor({ join, dates }: Pick<CsvFormat, 'join' | 'dates'>) {
    this.#join = join;
    this.#dates = dates && new ZonedDates(dates.zone);
  }

  /** A string's cell; undefined where it stays as it is stored. `json` has its quotes. @throws page_malformed */
  date(json: string): string | undefined {
    return this.#dates?.write(textOf(json.slice(1, -1)));
  }

  /** An array's cell, from the values in it as JSON; undefined where it stays as it is stored. @throws page_malformed */
  list(values: readonly string[], isDate: boolean): SpecialCell | undefined {
    const shown = isDate ? values.map((json) => this.#dated(json)) : values;
    if (this.#join !== undefined) return { text: shown.map(plainText).join(this.#join), isText: true };
    return shown.some((json, i) => json !== values[i]) ? { text: `[${shown.join(',')}]`, isText: false } : undefined;
  }

  #dated(json: string): string {
    const date = json.startsWith('"') ? this.date(json) : undefined;
    return date === undefined ? json : JSON.stringify(date);
  }
}

/** A string's content, nothing for null, and what else there is as it is stored. */
function plainText(json: string): string {
  if (json.startsWith('"')) return textOf(json.slice(1, -1));
  return json === 'null' ? '' : json;
}

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
