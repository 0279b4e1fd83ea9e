import * as v from 'valibot';

/** What is wrong with a query, in words; `position` in characters of the query string from 0, where it is known. */
export type QueryFault = {
  message: string;
  position?: number | undefined;
  /** Line and column from 1 of query DSL as it was sent. */
  at?: { line: number; column: number } | undefined;
};

type Chain = { type?: string | undefined; reason?: string | null | undefined; caused_by?: Chain | undefined };
const chainSchema: v.GenericSchema<Chain> = v.object({
  type: v.optional(v.string()),
  reason: v.nullish(v.string()),
  caused_by: v.optional(v.lazy(() => chainSchema)),
});
const bodySchema = v.object({ error: v.object({ failed_shards: v.array(v.object({ reason: chainSchema })) }) });
const placeSchema = v.object({
  error: v.object({ root_cause: v.tuple([v.object({ line: v.number(), col: v.number() })]) }),
});

const QUERY_TYPES = new Set([
  'query_shard_exception',
  'parse_exception',
  'token_mgr_error',
  'parsing_exception',
  'x_content_parse_exception',
  'named_object_not_found_exception',
  'number_format_exception',
  'too_many_clauses',
  'too_many_nested_clauses',
  'date_time_parse_exception',
]);

/** A clause without its field or value: an `illegal_argument_exception`, which alone says nothing of a query. */
const LACKS = /\b(?:is null or empty|(?:cannot|must not) be null)\b/;

/** Reads OpenSearch's error body for a fault of the query; undefined when it tells of something else. */
export function queryFault(body: unknown, root: { type: string; reason: string }): QueryFault | undefined {
  const place = v.safeParse(placeSchema, body);
  const at = place.success ? place.output.error.root_cause[0] : undefined;
  const fault = faultOf(body, root);
  return fault && at ? { ...fault, at: { line: at.line, column: at.col } } : fault;
}

function faultOf(body: unknown, root: { type: string; reason: string }): QueryFault | undefined {
  const parsed = v.safeParse(bodySchema, body);
  const links = linksOf(parsed.success ? parsed.output.error.failed_shards[0]?.reason : undefined);
  const all = [...links, root];
  if (!all.some(({ type }) => QUERY_TYPES.has(type)) && !LACKS.test(root.reason)) return undefined;
  for (const { reason } of links.toReversed()) {
    const fault = syntaxFault(reason) ?? timeFault(reason) ?? numberFault(reason);
    if (fault) return fault;
  }
  // The reason at the end of the chain says the fault itself; those around it repeat the query.
  const reason = links.at(-1)?.reason || root.reason;
  return { message: `The search cannot be read: ${reason.split('\n')[0]?.slice(0, 200)}` };
}

function linksOf(link: Chain | undefined): { type: string; reason: string }[] {
  if (!link) return [];
  return [{ type: link.type ?? '', reason: link.reason ?? '' }, ...linksOf(link.caused_by)];
}

/**
 * Lucene's query parser tells the place of a fault in two ways (seen in OpenSearch 3.8). Both count the whole text as
 * line 1, also when it has line breaks; the parser's columns begin at 0, the tokenizer's at 1. A reason that begins in
 * another way may quote the query, which may hold anything.
 */
function syntaxFault(reason: string): QueryFault | undefined {
  const met = /^Encountered "(?: (?:<\w+>|".*?") "(.*?) "|<EOF>)" at line 1, column (\d+)/s.exec(reason);
  if (met) {
    const message =
      met[1] === undefined
        ? 'The search ends too soon: a bracket or quote is not closed, or a word is missing.'
        : `The search cannot be read at “${met[1].slice(0, 40)}”.`;
    return { message, position: Number(met[2]) };
  }
  const sign = /^Lexical error at line 1, column (\d+)\.\s+Encountered: (<EOF>)?/.exec(reason);
  if (!sign) return undefined;
  const message = sign[2]
    ? 'The search ends too soon: a quote or a slash is not closed.'
    : 'The search holds a sign that cannot stand there.';
  return { message, position: Number(sign[1]) - 1 };
}

function timeFault(reason: string): QueryFault | undefined {
  const time = /^failed to parse date field \[(.*?)\]/.exec(reason);
  return time ? { message: `“${time[1]?.slice(0, 40)}” is not a time.` } : undefined;
}

function numberFault(reason: string): QueryFault | undefined {
  const number = /^For input string: "(.*)"$/s.exec(reason);
  return number ? { message: `“${number[1]?.slice(0, 40)}” is not a number.` } : undefined;
}
