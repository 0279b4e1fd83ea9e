import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { columnRequestSchema } from '../../shared/column.ts';
import { dateFormatsRequestSchema } from '../../shared/dates/date-formats.ts';
import { emptyFieldsRequestSchema } from '../../shared/empty-fields.ts';
import { SluiceError } from '../../shared/errors.ts';
import {
  eachValueRequestSchema,
  facetsRequestSchema,
  histogramRequestSchema,
  validateRequestSchema,
  valuesRequestSchema,
} from '../../shared/figures.ts';
import { searchRequestSchema } from '../../shared/http.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import type { ReadSession } from '../auth/session.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { Config } from '../config/config.ts';
import { Allowance } from '../edges/allowance.ts';
import type { AssertRoom } from '../edges/room.ts';
import { type Answer, type Asked, type Kind, makeAnswer } from './answering.ts';
import { SearchAudit, type Shown, type Tell } from './audit.ts';
import { describeColumn } from './column.ts';
import { listDateFormats } from './date-formats.ts';
import { countEachValue } from './each-value.ts';
import { listEmptyFields } from './empty-fields.ts';
import { listFacets } from './facets.ts';
import { listFields } from './fields.ts';
import { histogramOf } from './histogram.ts';
import { listIndices } from './indices.ts';
import { makeWithBody, type WithBody } from './large-bodies.ts';
import { readPattern } from './pattern.ts';
import { RowWeights } from './row-weights.ts';
import { search } from './search.ts';
import { validate } from './validate.ts';
import { listValues } from './values.ts';

type Options = {
  readSession: ReadSession;
  config: Pick<Config, 'searchesAtOnce' | 'searchesPerMinute'>;
  logger: Logger;
  clock: Clock;
  assertRoom: AssertRoom;
  /** As `makeAnswer` takes it. */
  alone?: boolean | undefined;
};

const MINUTE_MS = 60_000;

/** `/api/…`: all that is asked of an index but its export. `close` writes the audit's last lines. */
export function makeSearches({ readSession, config, logger, clock, assertRoom, alone }: Options) {
  const begun = new Allowance(config.searchesPerMinute, MINUTE_MS, clock);
  const audit = new SearchAudit({ logger, clock, begun });
  const answer = makeAnswer({ searchesAtOnce: config.searchesAtOnce, clock, assertRoom, alone });
  return {
    http: searchRoutes({ readSession, answer, audit, withBody: makeWithBody({ clock, alone }) }),
    close: () => audit.close(),
  };
}

type Deps = { readSession: ReadSession; answer: Answer; audit: SearchAudit; withBody: WithBody };

function searchRoutes({ readSession, answer, audit, withBody }: Deps): Hono {
  const http = new Hono();
  const weights = new RowWeights();
  const enter = (c: Context, user: string, search: Search): Promise<Tell> =>
    audit.enter({ user, requestId: c.get('requestId'), search });

  http.post('/search', async (c) => {
    const { access } = await readSession(c);
    return withBody(c, access.user, async () => {
      const request = await bodyOf(c, searchRequestSchema);
      const tell = await enter(c, access.user, request);
      const work = async (asked: Asked) => {
        const { body, rows } = await search(access, { ...asked, request, weights });
        tell('rows', rows);
        return body;
      };
      return answer(c, { kind: 'rows', user: access.user, work });
    });
  });

  type Ask<T> = (access: Access, request: T, signal: AbortSignal) => Promise<object>;
  const figure = <T extends v.GenericSchema<unknown, Search>>(
    path: string,
    { schema, ask, shown, kind = 'figures' }: { schema: T; ask: Ask<v.InferOutput<T>>; shown?: Shown; kind?: Kind },
  ) =>
    http.post(path, async (c) => {
      const { access } = await readSession(c);
      return withBody(c, access.user, async () => {
        const request = await bodyOf(c, schema);
        const tell = shown && (await enter(c, access.user, request));
        const work = async ({ signal }: Asked) => {
          const figures = await ask(access, request, signal);
          if (shown) tell?.(shown, 0);
          return figures;
        };
        return answer(c, { kind, user: access.user, work });
      });
    });
  figure('/validate', { schema: validateRequestSchema, ask: validate });
  figure('/values', { schema: valuesRequestSchema, ask: listValues, shown: 'values' });
  figure('/facets', { schema: facetsRequestSchema, ask: listFacets, shown: 'facets' });
  figure('/each-value', { schema: eachValueRequestSchema, ask: countEachValue, shown: 'values' });
  figure('/date-formats', { schema: dateFormatsRequestSchema, ask: listDateFormats, kind: 'lists' });
  figure('/empty-fields', { schema: emptyFieldsRequestSchema, ask: listEmptyFields, shown: 'emptyFields' });
  figure('/column', { schema: columnRequestSchema, ask: describeColumn, shown: 'column' });
  figure('/histogram', { schema: histogramRequestSchema, ask: histogramOf, shown: 'histogram' });

  listRoutes(http, { readSession, answer });
  return http;
}

/** What there is to search in. */
function listRoutes(http: Hono, { readSession, answer }: Pick<Deps, 'readSession' | 'answer'>): void {
  const list = (path: string, ask: (access: Access, c: Context, signal: AbortSignal) => Promise<object>) =>
    http.get(path, async (c) => {
      const { access } = await readSession(c);
      const work = ({ signal }: Asked) => ask(access, c, signal);
      return answer(c, { kind: 'lists', user: access.user, work });
    });
  list('/indices', (access, _, signal) => listIndices(access, signal));
  list('/pattern', (access, c, signal) => readPattern(access, c.req.query('id'), signal));
  list('/fields', async (access, c, signal) => {
    const index = c.req.query('index')?.trim();
    if (!index) throw new SluiceError('bad_request', 'Name an index: /api/fields?index=…');
    return listFields(access, index, signal);
  });
}

/** @throws bad_request, naming the first thing that is wrong */
async function bodyOf<T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  const body = v.safeParse(schema, await c.req.json().catch(() => undefined));
  if (body.success) return body.output;
  const issue = body.issues[0];
  throw new SluiceError('bad_request', `The search cannot be read: ${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}
