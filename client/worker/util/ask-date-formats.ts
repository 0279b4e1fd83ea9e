import * as v from 'valibot';
import { type DateFormats, type DateFormatsRequest, dateFormatsSchema } from '../../../shared/dates/date-formats.ts';
import { errorBodySchema, SluiceError } from '../../../shared/errors.ts';

const errorSchema = v.object({ error: errorBodySchema });

/** `fetch`, with the name of one of the proxy's calls. */
type Fetch = (call: string, init: RequestInit) => Promise<Response>;

/** Asks the proxy how indices read dates. @throws SluiceError with the proxy's code, or `socket_lost` when it could not be reached */
export async function askDateFormats(asked: DateFormatsRequest, send: Fetch): Promise<DateFormats> {
  let response: Response;
  let body: unknown;
  try {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    response = await send('date-formats', { method: 'POST', headers, body: JSON.stringify(asked) });
    body = await response.json();
  } catch (cause) {
    throw new SluiceError('socket_lost', 'The proxy did not answer.', { cause });
  }
  if (response.ok) return v.parse(dateFormatsSchema, body);
  const told = v.safeParse(errorSchema, body);
  if (told.success) throw SluiceError.fromBody(told.output.error);
  throw new SluiceError('internal', `The proxy answered with status ${response.status}.`);
}
