import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { type ClientMessage, clientMessageSchema, readSchema } from '../../shared/protocol.ts';

const numbered = v.object({ id: readSchema.entries.id });

/** What a client sent: its message, or why it is none, with the request's number where it bears one. */
export type Received = { message: ClientMessage } | { fault: SluiceError; id: number | undefined };

/** Parses a frame once, and looks no further than its first fault. Faults: bad_frame, page_size_invalid. */
export function receivedOf(data: unknown): Received {
  if (typeof data !== 'string') return { fault: badFrame('A client sends text frames only.'), id: undefined };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { fault: badFrame('The frame is not JSON.'), id: undefined };
  }
  const parsed = v.safeParse(clientMessageSchema, json, { abortEarly: true });
  if (parsed.success) return { message: parsed.output };
  const id = v.safeParse(numbered, json, { abortEarly: true });
  return { fault: faultOf(parsed.issues[0]), id: id.success ? id.output.id : undefined };
}

function faultOf(issue: v.BaseIssue<unknown>): SluiceError {
  if (issue.path?.[0]?.key === 'size') return new SluiceError('page_size_invalid', `The page size: ${issue.message}`);
  return badFrame(`The frame cannot be read: ${v.getDotPath(issue) ?? 'frame'}: ${issue.message}`);
}

function badFrame(message: string): SluiceError {
  return new SluiceError('bad_frame', message);
}
