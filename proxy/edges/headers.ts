import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** StreamSaver's page lives in this folder, in a frame of the app's page; nothing else may be framed, by anybody. */
const FRAMED = '/streamsaver/';

/** Where clients connect by WebSocket. */
export const SOCKET_PATH = '/api/socket';

/** Scripts, styles, sockets and frames of the own origin only; WebAssembly for the scanner. */
const policy = {
  defaultSrc: NONE,
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: SELF,
  imgSrc: ["'self'", 'data:'],
  fontSrc: SELF,
  connectSrc: SELF,
  workerSrc: SELF,
  frameSrc: SELF,
  manifestSrc: SELF,
  formAction: SELF,
  baseUri: NONE,
  objectSrc: NONE,
};

/** Security headers of each answer. HSTS is for what ends TLS to send, which knows whether all of its names have it. */
export function securityHeaders(): MiddlewareHandler {
  const shared = {
    strictTransportSecurity: false,
    referrerPolicy: 'no-referrer',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  };
  const page = secureHeaders({
    ...shared,
    xFrameOptions: 'DENY',
    contentSecurityPolicy: { ...policy, frameAncestors: NONE },
  });
  const framed = secureHeaders({
    ...shared,
    xFrameOptions: 'SAMEORIGIN',
    contentSecurityPolicy: { ...policy, frameAncestors: SELF },
  });
  return async (c, next) => {
    if (isUpgrade(c)) return next();
    return (c.req.path.startsWith(FRAMED) ? framed : page)(c, next);
  };
}

/** An upgrade's answer belongs to the runtime, and its headers cannot always be changed. Only the socket's address has one. */
export function isUpgrade(c: Context): boolean {
  return c.req.path === SOCKET_PATH && c.req.header('upgrade') !== undefined;
}
