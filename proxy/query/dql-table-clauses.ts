type Clause = Record<string, unknown>;
export type Row = readonly [query: string, clause: Clause];

/** Clauses as `dql-table.ts` and `dql-table-values.ts` write them. */

export const match = (field: string, query: string) => ({ match: { [field]: { query } } });
export const phrase = (field: string, query: string) => ({ match_phrase: { [field]: { query } } });
export const exists = (field: string) => ({ exists: { field } });
export const range = (field: string, bounds: Clause) => ({ range: { [field]: bounds } });
export const iso = { format: 'strict_date_optional_time||epoch_millis' };
export const and = (...must: Clause[]) => ({ bool: { must } });
export const or = (...should: Clause[]) => ({ bool: { should, minimum_should_match: 1 } });
export const not = (clause: Clause) => ({ bool: { must_not: [clause] } });
export const any = (query: string) => ({ multi_match: { query, type: 'best_fields', lenient: true } });
export const anyPhrase = (query: string) => ({ multi_match: { query, type: 'phrase', lenient: true } });
export const some = (pattern: string, query: string) => ({
  multi_match: { query, fields: [pattern], type: 'best_fields', lenient: true },
});
export const wild = (field: string, query: string) => ({ query_string: { query, default_field: field } });
export const wildSome = (pattern: string, query: string) => ({
  query_string: { query, fields: [pattern], lenient: true },
});
export const wildAny = (query: string) => ({ query_string: { query, lenient: true } });
export const nested = (path: string, query: Clause) => ({ nested: { path, query, ignore_unmapped: true } });
export const all = { match_all: {} };
