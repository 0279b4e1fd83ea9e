import { type DqlToken, type DqlTokenKind, dqlTokens } from './tokens.ts';
import { DQL_RANGES, type DqlLiteral, type DqlNode } from './tree.ts';

/** What is wrong, and where, in characters from 0; `sign` is what stands there. */
export type DqlFault = {
  readonly kind:
    | 'never_closed'
    | 'never_opened'
    /** A backslash that takes the meaning from nothing. */
    | 'escape'
    /** `and`, `or` or `not`, and no condition behind it. */
    | 'hanging'
    /** A field, and no value. */
    | 'no_value'
    /** Brackets with nothing in them. */
    | 'empty'
    /** Two conditions without `and` or `or` between. */
    | 'joined'
    /** A sign that means something, and not here. */
    | 'misplaced'
    | 'deep';
  readonly at: number;
  readonly sign: string;
};

export type ParsedDql =
  | { readonly tree: DqlNode; readonly fault?: undefined }
  | { readonly tree?: undefined; readonly fault: DqlFault };

/** Brackets within brackets. OpenSearch is asked with fewer; these are what a recursion here bears. */
const MAX_DEPTH = 100;

/** Reads DQL. It throws nothing: what cannot be read is a fault with its place. */
export function parseDql(query: string): ParsedDql {
  const tokens = dqlTokens(query);
  for (const { kind, from, badEscape } of tokens) {
    if (kind === 'unclosed') return { fault: { kind: 'never_closed', at: from, sign: '"' } };
    if (badEscape !== undefined) return { fault: { kind: 'escape', at: badEscape, sign: '\\' } };
  }
  try {
    return { tree: new Reader(tokens, query.length).whole() };
  } catch (thrown) {
    if (thrown instanceof Found) return { fault: thrown.fault };
    throw thrown;
  }
}

class Found extends Error {
  readonly fault: DqlFault;

  constructor(fault: DqlFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/** Makes a condition of the field before it. */
type Values = (field: DqlLiteral | undefined) => DqlNode;

class Reader {
  readonly #tokens: readonly DqlToken[];
  readonly #end: number;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly DqlToken[], end: number) {
    this.#tokens = tokens.filter(({ kind }) => kind !== 'space');
    this.#end = end;
  }

  whole(): DqlNode {
    if (this.#tokens.length === 0) return { kind: 'all' };
    const node = this.#or();
    if (this.#peek()) throw this.#unexpected();
    return node;
  }

  #or(): DqlNode {
    return joined(
      'or',
      this.#list('or', () =>
        joined(
          'and',
          this.#list('and', () => this.#not()),
        ),
      ),
    );
  }

  #not(): DqlNode {
    return this.#take('not') ? { kind: 'not', node: this.#sub() } : this.#sub();
  }

  #sub(): DqlNode {
    const open = this.#take('open');
    return open ? this.#within(open, 'close', () => this.#or()) : this.#expression();
  }

  #expression(): DqlNode {
    const field = this.#literal();
    if (this.#take('colon')) {
      const brace = this.#take('brace_open');
      if (!brace) return this.#values()(field);
      return { kind: 'nested', path: field, node: this.#within(brace, 'brace_close', () => this.#or()) };
    }
    const sign = this.#take('compare');
    if (!sign) return { kind: 'is', field: undefined, value: field };
    return { kind: 'range', field, op: DQL_RANGES[sign.text as keyof typeof DQL_RANGES], value: this.#literal() };
  }

  #values(): Values {
    const open = this.#take('open');
    if (open) return this.#within(open, 'close', () => this.#orValues());
    const value = this.#literal();
    return (field) => ({ kind: 'is', field, value });
  }

  #orValues(): Values {
    const each = this.#list('or', () => {
      const all = this.#list('and', () => this.#notValues());
      return (field: DqlLiteral | undefined) => joined('and', of(all, field));
    });
    return (field) => joined('or', of(each, field));
  }

  #notValues(): Values {
    if (!this.#take('not')) return this.#values();
    const values = this.#values();
    return (field) => ({ kind: 'not', node: values(field) });
  }

  #list<T>(operator: 'and' | 'or', one: () => T): T[] {
    const found = [one()];
    while (this.#take(operator)) found.push(one());
    return found;
  }

  #within<T>(open: DqlToken, close: DqlTokenKind, inner: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw fault('deep', open);
    const found = inner();
    if (!this.#take(close)) throw this.#peek() ? this.#unexpected() : fault('never_closed', open);
    this.#depth -= 1;
    return found;
  }

  #literal(): DqlLiteral {
    const token = this.#take('word') ?? this.#take('quoted');
    if (!token) throw this.#missing();
    const { value: text, from, to, kind, parts } = token;
    return { text, from, to, quoted: kind === 'quoted', ...(parts ? { parts } : {}) };
  }

  #peek(): DqlToken | undefined {
    return this.#tokens[this.#next];
  }

  #take(kind: DqlTokenKind): DqlToken | undefined {
    const token = this.#peek();
    if (token?.kind !== kind) return undefined;
    this.#next += 1;
    return token;
  }

  /** A condition or a value was expected. */
  #missing(): Found {
    const before = this.#tokens[this.#next - 1];
    const here = this.#peek();
    const isEnd = here === undefined || here.kind === 'close' || here.kind === 'brace_close';
    if (!isEnd || !before) return this.#depth === 0 && isEnd && here ? fault('never_opened', here) : this.#misplaced();
    if (before.kind === 'colon' || before.kind === 'compare') return fault('no_value', before);
    if (before.kind === 'open' || before.kind === 'brace_open') return fault(here ? 'empty' : 'never_closed', before);
    return fault('hanging', before);
  }

  #misplaced(): Found {
    const here = this.#peek();
    return here ? fault('misplaced', here) : new Found({ kind: 'hanging', at: this.#end, sign: '' });
  }

  /** A condition has ended, and something follows. */
  #unexpected(): Found {
    const here = this.#peek();
    if (here?.kind === 'close' || here?.kind === 'brace_close') return fault('never_opened', here);
    if (here && ['word', 'quoted', 'open', 'not'].includes(here.kind)) return fault('joined', here);
    return this.#misplaced();
  }
}

function fault(kind: DqlFault['kind'], { from, text }: DqlToken): Found {
  return new Found({ kind, at: from, sign: text.slice(0, 40) });
}

function joined(kind: 'and' | 'or', nodes: readonly DqlNode[]): DqlNode {
  const [only, ...more] = nodes;
  return only && more.length === 0 ? only : { kind, nodes };
}

function of(values: readonly Values[], field: DqlLiteral | undefined): DqlNode[] {
  return values.map((one) => one(field));
}
