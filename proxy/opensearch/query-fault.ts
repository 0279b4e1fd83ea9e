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

/** Whether a text stands in the query that was asked. What does not may be a value of a document, which is not ours to tell. */
type IsOwn = (text: string) => boolean;
type Told = { body: unknown; root: { type: string; reason: string }; isOwn: IsOwn };

/** Reads OpenSearch's error body for a fault of the query; undefined when it tells of something else. */
export function queryFault({ body, root, isOwn }: Told): QueryFault | undefined {
  const place = v.safeParse(placeSchema, body);
  const at = place.success ? place.output.error.root_cause[0] : undefined;
  const fault = faultOf({ body, root, isOwn });
  return fault && at ? { ...fault, at: { line: at.line, column: at.col } } : fault;
}

function faultOf({ body, root, isOwn }: Told): QueryFault | undefined {
  const parsed = v.safeParse(bodySchema, body);
  const links = linksOf(parsed.success ? parsed.output.error.failed_shards[0]?.reason : undefined);
  const all = [...links, root];
  if (!all.some(({ type }) => QUERY_TYPES.has(type)) && !LACKS.test(root.reason)) return undefined;
  for (const { reason } of links.toReversed()) {
    const fault = syntaxFault(reason, isOwn) ?? valueFault(reason, isOwn) ?? fieldsFault(reason);
    if (fault) return fault;
  }
  // The reason at the end of the chain says the fault itself; those around it repeat the query.
  const reason = links.at(-1)?.reason || root.reason;
  return { message: `The search cannot be read: ${ownPartOf(reason.split('\n')[0] ?? '', isOwn)}` };
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
function syntaxFault(reason: string, isOwn: IsOwn): QueryFault | undefined {
  const met = /^Encountered "(?: (?:<\w+>|".*?") "(.*?) "|<EOF>)" at line 1, column (\d+)/s.exec(reason);
  if (met) {
    const message =
      met[1] === undefined
        ? 'The search ends too soon: a bracket or quote is not closed, or a word is missing.'
        : `The search cannot be read at ${quoted(met[1], isOwn) ?? 'this place'}.`;
    return { message, position: Number(met[2]) };
  }
  const sign = /^Lexical error at line 1, column (\d+)\.\s+Encountered: (<EOF>)?/.exec(reason);
  if (!sign) return undefined;
  const message = sign[2]
    ? 'The search ends too soon: a quote or a slash is not closed.'
    : 'The search holds a sign that cannot stand there.';
  return { message, position: Number(sign[1]) - 1 };
}

function valueFault(reason: string, isOwn: IsOwn): QueryFault | undefined {
  const time = /^failed to parse date field \[(.*?)\]/.exec(reason);
  if (time) return { message: `${quoted(time[1], isOwn) ?? 'A value'} is not a time.` };
  const number = /^For input string: "(.*)"/s.exec(reason);
  return number ? { message: `${quoted(number[1], isOwn) ?? 'A value'} is not a number.` } : undefined;
}

/** A word without a field is looked for in all of them, as many as OpenSearch allows (seen in 3.8). */
function fieldsFault(reason: string): QueryFault | undefined {
  const [, most, fields] = /field expansion .*matches too many fields, limit: (\d+), got: (\d+)/.exec(reason) ?? [];
  if (most === undefined || fields === undefined) return undefined;
  return {
    message: `A word without a field is looked for in every field, and there are ${fields} of them, where ${most} are allowed. Put a field before the word, as in message:word.`,
  };
}

function quoted(text: string | undefined, isOwn: IsOwn): string | undefined {
  return text !== undefined && text !== '' && isOwn(text) ? `“${text.slice(0, 40)}”` : undefined;
}

/** A reason up to the first quoted part that does not stand in the query. */
function ownPartOf(reason: string, isOwn: IsOwn): string {
  for (const { 0: part, index } of reason.matchAll(/\[[^\]]*\]?|"[^"]*"?|'[^']*'?/g)) {
    const inside = part.slice(1).replace(/[\]"']$/, '');
    if (inside !== '' && !isOwn(inside) && !/^(?:START|END|VALUE|FIELD)_[A-Z]+$/.test(inside))
      return `${reason.slice(0, Math.min(index, 200))}…`;
  }
  return reason.slice(0, 200);
}
