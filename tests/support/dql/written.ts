import type { Query, Values, Word } from './queries.ts';

/** A query written out, each time otherwise: white space, brackets that change nothing, operators in any case. */
export function written(query: Query, style: number): string {
  const { gap } = chances(style);
  return gap() + new Writer(style).query(query, 0) + gap();
}

/** Choices that a number makes. */
function chances(seed: number) {
  let state = seed | 0;
  const next = (most: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % most;
  };
  const pick = <T>(all: readonly [T, ...T[]]): T => all[next(all.length)] ?? all[0];
  return {
    gap: () => pick(['', '', ' ', '  ', '\n', '\t', '\u3000']),
    space: () => pick([' ', ' ', '  ', '\n', ' \t', '\r\n', '\u3000']),
    operator: (name: string) =>
      pick([name, name, name.toUpperCase(), `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]),
    sometimes: () => next(6) === 0,
  };
}

const BINDS: Record<string, number> = { or: 1, and: 2, not: 3 };

class Writer {
  readonly #by: ReturnType<typeof chances>;

  constructor(style: number) {
    this.#by = chances(style + 1);
  }

  /** @param around  how tightly what is around it binds */
  query(query: Query, around: number): string {
    const text = this.#bare(query);
    const needs = around > 0 && (BINDS[query.kind] ?? 4) <= around;
    return needs || this.#by.sometimes() ? this.#within('(', text, ')') : text;
  }

  #bare(query: Query): string {
    switch (query.kind) {
      case 'and':
      case 'or':
        return this.#joined(
          query.kind,
          query.of.map((one) => this.query(one, query.kind === 'and' ? 2 : 1)),
        );
      case 'not':
        return this.#by.operator('not') + this.#by.space() + this.query(query.of, 3);
      case 'nested':
        return this.#sign(query.path, ':') + this.#within('{', this.query(query.of, 0), '}');
      case 'is':
        return (query.field ? this.#sign(query.field, ':') : '') + wordText(query.value);
      case 'range':
        return this.#sign(query.field, query.sign) + wordText(query.value);
      case 'list':
        return this.#sign(query.field, ':') + this.#within('(', this.#values(query.of, 0), ')');
    }
  }

  #values(values: Values, around: number): string {
    const text = this.#bareValues(values);
    const needs = around > 0 && (BINDS[values.kind] ?? 4) <= around;
    return needs || this.#by.sometimes() ? this.#within('(', text, ')') : text;
  }

  #bareValues(values: Values): string {
    if (values.kind === 'value') return wordText(values.value);
    if (values.kind === 'not') return this.#by.operator('not') + this.#by.space() + this.#values(values.of, 3);
    return this.#joined(
      values.kind,
      values.of.map((one) => this.#values(one, values.kind === 'and' ? 2 : 1)),
    );
  }

  #joined(operator: string, parts: readonly string[]): string {
    return parts.reduce((all, part) => all + this.#by.space() + this.#by.operator(operator) + this.#by.space() + part);
  }

  #sign(field: Word, sign: string): string {
    return wordText(field) + this.#by.gap() + sign + this.#by.gap();
  }

  #within(open: string, text: string, close: string): string {
    return open + this.#by.gap() + text + this.#by.gap() + close;
  }
}

const WHITE: Record<string, string> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' };

/** A word or a phrase, with each sign in it as itself. */
export function wordText({ quoted, parts }: Word): string {
  if (quoted) return `"${(parts[0] ?? '').replace(/["\\]/g, (sign) => `\\${sign}`)}"`;
  const signs = (part: string) =>
    part.replace(/[\\():<>"*{}]/g, (sign) => `\\${sign}`).replace(/[\t\r\n]/g, (white) => WHITE[white] ?? white);
  return parts
    .map(signs)
    .join('*')
    .replace(/(^|\s)(and|or|not)(?=\s|$)/gi, '$1\\$2');
}
