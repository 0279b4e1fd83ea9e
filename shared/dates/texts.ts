import { dayNumber } from './moment.ts';
import { DAY_OF_MONTH, HALF, HOUR, HOUR_OF_HALF, MINUTE, MONTH, type Part, SECOND, WEEKDAY, YEAR } from './parts.ts';

/** Each month and each day of the week is among the days, each half among the hours, and no day is a month. */
const DATES = Array.from({ length: 12 }, (_, i) => {
  const [year, month, day] = [1971 + i * 7, i + 1, 13 + i];
  const hour = (i * 7 + 1) % 24;
  return { year, month, day, hour, minute: 59 - i * 3, second: 58 - i * 2, fraction: `${7 - (i % 7)}89${i % 10}12345` };
});

/** Texts of a pattern's parts, for some dates, each with what may be left out in and out. Not all need be read. */
export function textsOf(parts: readonly Part[]): string[][] {
  const ways = 2 ** optionalIn(parts);
  return DATES.map((date, seed) => {
    const texts = Array.from({ length: ways }, (_, way) => new Writer(date, { way, seed }).list(parts));
    return [...new Set(texts)];
  });
}

function optionalIn(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + (part.kind === 'optional' ? 1 + optionalIn([part.first, ...part.rest]) : 0),
    0,
  );
}

class Writer {
  readonly #date: (typeof DATES)[number];
  readonly #seed: number;
  /** A bit says whether the next part that may be left out is in. */
  #way: number;

  constructor(date: (typeof DATES)[number], { way, seed }: { way: number; seed: number }) {
    this.#date = date;
    this.#way = way;
    this.#seed = seed;
  }

  list(parts: readonly Part[]): string {
    return parts.map((part) => this.#part(part)).join('');
  }

  #part(part: Part): string {
    switch (part.kind) {
      case 'literal':
        return decodeURIComponent(Array.from(part.bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
      case 'number':
        return String(this.#field(part.field)).padStart(part.min, '0');
      case 'fraction': {
        const digits = this.#date.fraction.padEnd(9, '6').slice(0, Math.min(part.max, part.min + (this.#seed % 9)));
        return part.marked ? `${this.#seed % 2 === 0 ? '.' : ','}${digits}` : digits;
      }
      case 'names':
        return decodeURIComponent(String.fromCharCode(...(part.names[this.#field(part.field) - part.first] ?? [])));
      case 'offset':
        return this.#offset(part.forms);
      case 'optional': {
        const isIn = (this.#way & 1) === 1;
        this.#way >>= 1;
        return isIn ? this.list([part.first, ...part.rest]) : '';
      }
    }
  }

  #field(field: number): number {
    const { year, month, day, hour, minute, second } = this.#date;
    const weekday = (((dayNumber(year, month, day) + 3) % 7) + 7) % 7;
    const values: Record<number, number> = {
      ...{ [YEAR]: year, [MONTH]: month, [DAY_OF_MONTH]: day, [HOUR]: hour, [MINUTE]: minute, [SECOND]: second },
      ...{ [HALF]: hour < 12 ? 0 : 1, [HOUR_OF_HALF]: hour % 12 || 12, [WEEKDAY]: weekday },
    };
    return values[field] ?? 0;
  }

  #offset({ hours, plain, colon, zulu }: Extract<Part, { kind: 'offset' }>['forms']): string {
    const forms = [
      ...(zulu ? ['Z'] : []),
      ...(hours ? ['+09', '-11'] : []),
      ...(plain ? ['+0545', '-0330'] : []),
      ...(colon ? ['+09:30', '-08:00'] : []),
    ];
    return forms[this.#seed % forms.length] ?? 'Z';
  }
}
