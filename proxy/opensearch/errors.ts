import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';

const causeSchema = v.object({
  type: v.optional(v.string(), ''),
  reason: v.optional(v.nullable(v.string()), ''),
  index: v.optional(v.nullable(v.string())),
});
const bodySchema = v.object({
  error: v.looseObject({ ...causeSchema.entries, root_cause: v.optional(v.array(causeSchema)) }),
});

type Cause = v.InferOutput<typeof causeSchema>;
type Failure = { status: number; text: string; retryAfter?: number | undefined };

/** A busy OpenSearch that does not say how long to wait: milliseconds. */
const BUSY_WAIT_MS = 2000;

/**
 * An answer of OpenSearch that is none, as one of our errors. The message says what to do and names nothing of the
 * cluster's inside; what OpenSearch sent is the cause, for the log.
 */
export function toSluiceError(failure: Failure): SluiceError {
  const cause = causeOf(failure.text);
  const detail = { cause: forLog(failure) };
  return (
    ofContext(failure, cause, detail) ??
    ofLoad(failure, cause, detail) ??
    ofAccess(failure, cause, detail) ??
    ofIndex(failure, cause, detail) ??
    ofQuery(failure, cause, detail) ??
    new SluiceError(
      'opensearch_failed',
      `OpenSearch could not do it (${cause.type || failure.status}). Try again.`,
      detail,
    )
  );
}

/** A reason quotes the query, which is the user's own: the log gets it only where the fault is not the query's. */
function forLog({ status, text }: Failure): Error {
  const types = [...new Set(Array.from(text.matchAll(/"type":"(\w+)"/g), (match) => match[1]))].slice(0, 8).join(', ');
  return new Error(`OpenSearch answered ${status}: ${status === 400 ? types : text.slice(0, 2000)}`);
}

type Detail = { cause: Error };
type All = Cause & { all: string };

function causeOf(text: string): All {
  const parsed = v.safeParse(bodySchema, parseLoosely(text));
  if (!parsed.success) return { type: '', reason: '', index: undefined, all: text };
  const { error } = parsed.output;
  return { ...(error.root_cause?.[0] ?? error), all: text };
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ofContext({ status }: Failure, { all }: All, detail: Detail): SluiceError | undefined {
  const gone = status === 404 && all.includes('"num_freed"');
  if (!gone && !hasType(all, 'search_context_missing_exception')) return undefined;
  return new SluiceError('snapshot_lost', 'The snapshot at OpenSearch is gone. Open a new one.', detail);
}

/** A type within the JSON text; in a reason, which may quote the user's query, the quotes would be escaped. */
function hasType(text: string, ...types: string[]): boolean {
  return types.some((type) => text.includes(`"type":"${type}"`));
}

const BUSY_TYPES = [
  'circuit_breaking_exception',
  'rejected_execution_exception',
  'opensearch_rejected_execution_exception',
];
const TOO_MANY_CONTEXTS = /"reason":"Trying to create too many (scroll|point in time)/i;

function ofLoad({ status, retryAfter }: Failure, { all }: All, detail: Detail): SluiceError | undefined {
  const busy = status === 429 || status === 503 || hasType(all, ...BUSY_TYPES) || TOO_MANY_CONTEXTS.test(all);
  if (!busy) return undefined;
  return new SluiceError('opensearch_busy', 'OpenSearch is busy. It goes on after a short wait.', {
    ...detail,
    retryAfter: retryAfter ?? BUSY_WAIT_MS,
  });
}

function ofAccess({ status }: Failure, { type }: All, detail: Detail): SluiceError | undefined {
  if (status === 401)
    return new SluiceError('signed_out', 'OpenSearch no longer takes this sign-in. Sign in again.', detail);
  if (status !== 403) return undefined;
  if (type === 'cluster_block_exception')
    return new SluiceError('forbidden', 'The index is blocked for reading.', detail);
  return new SluiceError(
    'forbidden',
    'Your account may not read this. Choose another index, or ask for access.',
    detail,
  );
}

function ofIndex({ status }: Failure, { type, index, reason, all }: All, detail: Detail): SluiceError | undefined {
  const named = index ? ` “${index}”` : '';
  if (type === 'index_not_found_exception') {
    return new SluiceError('index_not_found', `There is no index${named}. Check the name.`, detail);
  }
  if (type === 'index_closed_exception') {
    return new SluiceError(
      'index_not_found',
      `The index${named} is closed. Have it opened, or choose another.`,
      detail,
    );
  }
  if (
    type === 'invalid_index_name_exception' ||
    (status === 400 && /invalid index name|invalid date expression/i.test(all))
  ) {
    return new SluiceError('bad_request', `The index name${named} is not one. ${firstLine(reason)}`.trim(), detail);
  }
  return undefined;
}

const QUERY_TYPES = new Set([
  'query_shard_exception',
  'parse_exception',
  'token_mgr_error',
  'parsing_exception',
  'number_format_exception',
  'too_many_clauses',
  'too_many_nested_clauses',
  'date_time_parse_exception',
]);

function ofQuery({ status }: Failure, cause: All, detail: Detail): SluiceError | undefined {
  if (status !== 400) return undefined;
  const place = placeIn(cause.all);
  if (place) return new SluiceError('query_invalid', place.message, { ...detail, position: place.position });
  const known =
    QUERY_TYPES.has(cause.type) || /failed to parse (date|query)|maxClauseCount|field expansion/i.test(cause.all);
  if (!known) return undefined;
  return new SluiceError('query_invalid', `The search cannot be read: ${firstLine(cause.reason)}`, detail);
}

/** Lucene tells the place of a fault in two ways; columns count from 0 in the one and from 1 in the other, in the query's text both times. */
function placeIn(text: string): { message: string; position?: number } | undefined {
  const met = /Encountered \\?"(.*?)\\?" at line (\d+), column (\d+)/.exec(text);
  if (met) {
    const what = met[1]?.trim();
    const end = what?.includes('<EOF>') ?? false;
    return {
      message: end
        ? 'The search ends too soon: a bracket or quote is not closed, or a word is missing.'
        : `The search cannot be read at ${clean(what)}.`,
      ...positionOf(met[2], Number(met[3])),
    };
  }
  const lexical = /Lexical error at line (\d+), column (\d+)\.\s+Encountered: (<EOF>)?/.exec(text);
  if (!lexical) return undefined;
  return {
    message: lexical[3]
      ? 'The search ends too soon: a quote or a slash is not closed.'
      : 'The search holds a sign that cannot stand there.',
    ...positionOf(lexical[1], Number(lexical[2]) - 1),
  };
}

/** Only a one-line query has a column that is a position in it. */
function positionOf(line: string | undefined, column: number): { position?: number } {
  return line === '1' ? { position: Math.max(0, column) } : {};
}

function clean(token: string | undefined): string {
  const text = (token ?? '').replace(/\\+"/g, '"').replace(/^"?\s*|\s*"?$/g, '');
  return `“${text.replace(/^<\w+>\s*"?/, '')}”`;
}

function firstLine(reason: string | null | undefined): string {
  return (reason ?? '').split('\n')[0]?.slice(0, 200) ?? '';
}
