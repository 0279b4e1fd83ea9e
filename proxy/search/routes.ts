import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import {
  facetsRequestSchema,
  histogramRequestSchema,
  validateRequestSchema,
  valuesRequestSchema,
} from '../../shared/figures.ts';
import type { ReadSession } from '../auth/session.ts';
import { listFacets } from './facets.ts';
import { listFields } from './fields.ts';
import { histogramOf } from './histogram.ts';
import { listIndices } from './indices.ts';
import { search, searchRequestSchema } from './search.ts';
import { validate } from './validate.ts';
import { listValues } from './values.ts';

/** `/api/…`: all that is asked of an index but its export. */
export function searchRoutes(readSession: ReadSession): Hono {
  const http = new Hono();
  http.post('/search', async (c) => {
    const { access } = await readSession(c);
    const text = await search(access, await bodyOf(c, searchRequestSchema), c.req.raw.signal);
    return c.body(text, 200, { 'content-type': 'application/json' });
  });
  http.post('/validate', async (c) => {
    const { access } = await readSession(c);
    return c.json(await validate(access, await bodyOf(c, validateRequestSchema), c.req.raw.signal));
  });
  http.post('/values', async (c) => {
    const { access } = await readSession(c);
    return c.json(await listValues(access, await bodyOf(c, valuesRequestSchema), c.req.raw.signal));
  });
  http.post('/facets', async (c) => {
    const { access } = await readSession(c);
    return c.json(await listFacets(access, await bodyOf(c, facetsRequestSchema), c.req.raw.signal));
  });
  http.post('/histogram', async (c) => {
    const { access } = await readSession(c);
    return c.json(await histogramOf(access, await bodyOf(c, histogramRequestSchema), c.req.raw.signal));
  });
  http.get('/indices', async (c) => {
    const { access } = await readSession(c);
    return c.json(await listIndices(access, c.req.raw.signal));
  });
  http.get('/fields', async (c) => {
    const { access } = await readSession(c);
    const index = c.req.query('index')?.trim();
    if (!index) throw new SluiceError('bad_request', 'Name an index: /api/fields?index=…');
    return c.json(await listFields(access, index, c.req.raw.signal));
  });
  return http;
}

/** @throws bad_request, naming the first thing that is wrong */
async function bodyOf<T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  const body = v.safeParse(schema, await c.req.json().catch(() => undefined));
  if (body.success) return body.output;
  const issue = body.issues[0];
  throw new SluiceError('bad_request', `The search cannot be read: ${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}
