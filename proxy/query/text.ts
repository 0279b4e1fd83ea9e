import { all, type Check, DEAR, isScalar, QueryRefused, type Spot, textUpTo } from './checks.ts';

/**
 * Characters that OpenSearch may search for with some of them wrong, over all terms and fields of a query. It makes an
 * automaton of each, which no timeout ends: 15,000 took 6 to 10 seconds on four small shards (3.8), 2,000 half a one.
 */
export const MAX_FUZZY = 2048;
/** What a list of fields that nobody named counts as; a pattern of names counts as much. */
const UNNAMED_FIELDS = 10;

/** @throws QueryRefused when the query's fuzzy terms are too long in all */
export function chargeFuzzy({ walk, path }: Spot, characters: number): void {
  walk.fuzzyChars += characters;
  if (walk.fuzzyChars <= MAX_FUZZY) return;
  throw new QueryRefused(
    `The query has too much text that may be misspelt: ${MAX_FUZZY} characters are allowed, counted for each field. Take fewer or shorter fuzzy terms.`,
    path,
  );
}

/** How many fields a list of them stands for, as far as it tells. */
export function fieldCount(fields: unknown): number {
  if (fields === undefined || fields === null) return UNNAMED_FIELDS;
  const names = Array.isArray(fields) ? fields : [fields];
  return names.reduce((sum: number, name) => sum + (String(name).includes('*') ? UNNAMED_FIELDS : 1), 0);
}

/** A pattern with `*` and `?`. */
export const pattern: Check = all(textUpTo(1000), (value, { walk, path }) => {
  if (!walk.dear && typeof value === 'string' && /^[*?]./s.test(value)) throw new QueryRefused(DEAR, path);
});

/** `fuzzy`, of a field or in `intervals`: each text in it is a term. */
export const fuzzy: Check = (body, spot) => {
  for (const value of Object.values(body as object)) {
    const { value: text, term = text } = isScalar(value) ? { term: value } : value;
    chargeFuzzy(spot, String(term ?? '').length);
  }
};

/** `match` and its kin, with `fuzziness` in a field's options or in its own. */
export const fuzzyMatch: Check = (body, spot) => {
  for (const one of [body, ...Object.values(body as object)]) {
    if (isScalar(one) || Array.isArray(one)) continue;
    const { query, fuzziness, fields } = one as Record<string, unknown>;
    if (query === undefined || fuzziness === undefined || fuzziness === null || String(fuzziness) === '0') continue;
    chargeFuzzy(spot, String(query).length * (one === body ? fieldCount(fields) : 1));
  }
};
