import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { unwrapped } from '../query/wrapper.ts';
import { queryFault } from './query-fault.ts';

const causeSchema = v.object({
  type: v.optional(v.string(), ''),
  reason: v.optional(v.nullable(v.string()), ''),
  index: v.optional(v.nullable(v.string())),
});
const bodySchema = v.object({
  error: v.looseObject({ ...causeSchema.entries, root_cause: v.optional(v.array(causeSchema)) }),
});

type Cause = v.InferOutput<typeof causeSchema>;
type Failure = {
  status: number;
  text: string;
  retryAfter?: number | undefined;
  /** The body that was sent. */
  asked?: object | string | undefined;
};

/** A busy OpenSearch that does not say how long to wait: milliseconds. */
const BUSY_WAIT_MS = 2000;

/**
 * An answer of OpenSearch that is none, as one of our errors. The message says what to do and names nothing of the
 * cluster's inside; what OpenSearch sent is the cause, for the log.
 */
export function toSluiceError(failure: Failure): SluiceError {
  const cause = causeOf(failure.text);
  const detail = { cause: new Refusal(failure) };
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

/** What OpenSearch says of accounts and names. Its other reasons can quote the query, which is the user's own. */
const QUOTE_NO_QUERY = [401, 403, 404];

/** What OpenSearch answered in place of what it was asked for, for the log; `types`: of all that it says went wrong. */
class Refusal extends Error {
  readonly types: ReadonlySet<string>;

  constructor({ status, text }: Failure) {
    const types = new Set(Array.from(text.matchAll(/"type":"(\w+)"/g), ([, type = '']) => type));
    const told = QUOTE_NO_QUERY.includes(status) ? text.slice(0, 2000) : [...types].slice(0, 8).join(', ');
    super(`OpenSearch answered ${status}: ${told}`);
    this.types = types;
  }
}

/** Whether OpenSearch could not do what it was asked for one of these reasons, as it names them; not where it was busy or took too long. */
export function isFailedBy(error: unknown, types: readonly string[]): boolean {
  if (!(error instanceof SluiceError) || error.code !== 'opensearch_failed') return false;
  const { cause } = error;
  return cause instanceof Refusal && types.some((type) => cause.types.has(type));
}

type Detail = { cause: Refusal };
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

/** The node that held the context has left the cluster; the shard's other copies know nothing of it. */
const NODE_GONE = /"reason":"(no node found for id: |scroll_id references node )/;

function ofContext({ status }: Failure, { all }: All, detail: Detail): SluiceError | undefined {
  const gone = (status === 404 && all.includes('"num_freed"')) || NODE_GONE.test(all);
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

const MISSING_SHARDS = /Search rejected due to missing shards \[\[([^\]]+)\]/;

function ofLoad({ status, retryAfter }: Failure, { all }: All, detail: Detail): SluiceError | undefined {
  const missing = status === 503 ? MISSING_SHARDS.exec(all)?.[1] : undefined;
  if (missing !== undefined) {
    const message = `Shards of the index “${missing}” cannot be read now. Have the cluster's health looked at, or leave the index out.`;
    return new SluiceError('page_partial', message, { ...detail, retryAfter: BUSY_WAIT_MS });
  }
  const busy = status === 429 || status === 503 || hasType(all, ...BUSY_TYPES) || TOO_MANY_CONTEXTS.test(all);
  if (!busy) return undefined;
  return new SluiceError('opensearch_busy', 'OpenSearch is busy. It goes on after a short wait.', {
    ...detail,
    retryAfter: retryAfter ?? BUSY_WAIT_MS,
  });
}

function ofAccess({ status }: Failure, { type, reason }: All, detail: Detail): SluiceError | undefined {
  if (status === 401)
    return new SluiceError('signed_out', 'OpenSearch no longer takes this sign-in. Sign in again.', detail);
  if (status !== 403) return undefined;
  if (type === 'cluster_block_exception') {
    const name = /^index \[([^\]]+)\] blocked/.exec(reason ?? '')?.[1];
    return new SluiceError('forbidden', `The index${name ? ` “${name}”` : ''} is blocked for reading.`, detail);
  }
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

function ofQuery({ status, text, asked }: Failure, { type, reason }: All, detail: Detail): SluiceError | undefined {
  if (status !== 400) return undefined;
  const tooMany = /(?:Result window|Batch size) is too large.*?less than or equal to: \[(\d+)\]/.exec(text);
  if (tooMany) {
    return new SluiceError('page_size_invalid', `The index allows pages of at most ${tooMany[1]} rows.`, detail);
  }
  // Nothing was asked that could have a fault.
  if (asked === undefined) return undefined;
  const own = textsOf(asked);
  const isOwn = (told: string) => own.some((each) => each.includes(told));
  const fault = queryFault({ body: parseLoosely(text), root: { type, reason: reason ?? '' }, isOwn });
  return (
    fault && new SluiceError('query_invalid', fault.message, { ...detail, position: fault.position, at: fault.at })
  );
}

/** All texts in a request's body, and the DSL that was typed. */
function textsOf(asked: unknown): string[] {
  const texts: string[] = [];
  // One after the other, as a list may hold many.
  const waiting = [typeof asked === 'string' ? parseLoosely(asked) : asked];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' || typeof one === 'number') texts.push(String(one));
    if (typeof one !== 'object' || one === null) continue;
    const dsl = unwrapped(one);
    if (dsl !== undefined) {
      texts.push(dsl);
      waiting.push(parseLoosely(dsl));
    } else if (Array.isArray(one)) {
      for (const each of one) waiting.push(each);
    } else {
      for (const [name, each] of Object.entries(one)) {
        texts.push(name);
        waiting.push(each);
      }
    }
  }
  return texts;
}

function firstLine(reason: string | null | undefined): string {
  return (reason ?? '').split('\n')[0]?.slice(0, 200) ?? '';
}
