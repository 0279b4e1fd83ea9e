import type { FieldSort } from '../../../shared/sort.ts';

export type SortType = FieldSort['type'];

/**
 * By what values of one or more types are compared.
 *
 * - `integer`: exactly, signed and unsigned alike; dates by ms, `date_nanos` by ns, booleans by 0 and 1
 * - `float`, `double`: as Java's `Double.compare`, so that -0.0 stands before 0.0
 * - `number`: integers beside doubles, by their exact values: 2⁵³ + 1 stands behind the double 2⁵³
 * - `moment`: ms beside ns
 * - `text`: by UTF-8 bytes. A `version` too: OpenSearch sorts it by a text that it has made for that (numbers of 20 digits,
 *   `~` behind a release, so that it stands behind its pre-releases), and gives that as sort value
 * - `ip`: by 16 bytes, IPv4 as `::ffff:…`
 */
export type Comparison = 'integer' | 'float' | 'double' | 'number' | 'moment' | 'text' | 'ip';

/** One key of a sorted export, as it is for the rows of one index. */
export type SortKey = {
  /** The field's type in the index that the rows come from. */
  readonly type: SortType;
  readonly order: 'asc' | 'desc';
  /**
   * The JSON text of a row without a value, which no row with one has. Undefined where each text may be a value: then the value comes
   * twice, with what is missing below all others and above them, and a row lacks it where the two differ.
   */
  readonly missing: string | undefined;
  /** What `comparedAs` says of the types in all indices; needed where they differ. */
  readonly as?: Comparison | undefined;
};

const INTEGERS: readonly SortType[] = ['byte', 'short', 'integer', 'long', 'unsigned_long'];
const FLOATS: readonly SortType[] = ['float', 'half_float'];

/** From the narrowest to the widest: the first that takes all types is the comparison. */
const COMPARISONS: readonly (readonly [Comparison, readonly SortType[]])[] = [
  ['integer', INTEGERS],
  ['integer', ['date']],
  ['integer', ['date_nanos']],
  ['integer', ['boolean']],
  ['text', ['keyword']],
  ['text', ['version']],
  ['ip', ['ip']],
  ['moment', ['date', 'date_nanos']],
  ['float', FLOATS],
  ['double', [...FLOATS, 'double']],
  ['number', [...INTEGERS, ...FLOATS, 'double']],
];

/**
 * How values of a field are compared that has these types, one or more, in the indices of a search; undefined where they
 * cannot be: a keyword has no place among numbers, nor a date among plain integers.
 */
export function comparedAs(types: readonly SortType[]): Comparison | undefined {
  return COMPARISONS.find(([, fits]) => types.every((type) => fits.includes(type)))?.[0];
}
