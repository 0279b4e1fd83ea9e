import type { Context } from 'hono';

/** 16 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/**
 * Whether a request opens a WebSocket, as RFC 6455 (4.2.1) has it. Runtimes answer one that does not each in their own way: as an
 * error of ours, as a page that is not there, or with a socket all the same.
 * @param isChecked it has been looked at before: then a server may leave out what only HTTP/1.1 has
 */
export function isHandshake(c: Context, { isChecked }: { isChecked: boolean }): boolean {
  const { method } = c.req;
  if (method !== 'GET' || c.req.header('upgrade')?.toLowerCase() !== 'websocket') return false;
  const is = (name: string, pattern: RegExp) => {
    const value = c.req.header(name);
    return value === undefined ? isChecked : pattern.test(value);
  };
  return (
    is('connection', /(?:^|,)\s*upgrade\s*(?:,|$)/i) &&
    is('sec-websocket-key', KEY) &&
    is('sec-websocket-version', /^13$/)
  );
}
