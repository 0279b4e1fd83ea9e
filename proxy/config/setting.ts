import * as v from 'valibot';
import { parseNetwork } from '../edges/address.ts';

/** The kinds of settings: each takes the environment's text, and its message ends the sentence “it must be …”. */

/** A setting that stops the start: one line that names it and says what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const UNITS = { ms: 1, s: 1000, m: MINUTE, h: 60 * MINUTE, d: DAY };

export function whole(from: number, to: number) {
  const allowed = `a whole number from ${from} to ${to}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, allowed),
    v.transform(Number),
    v.minValue(from, allowed),
    v.maxValue(to, allowed),
  );
}

/** A time with its unit, as text; `from` and `to` in ms. */
export function time(range: { from: number; to: number }, allowed: string) {
  return v.pipe(
    v.string(),
    v.regex(/^\d+(ms|s|m|h|d)$/, allowed),
    v.check((text) => toMs(text) >= range.from && toMs(text) <= range.to, allowed),
  );
}

export function toMs(text: string): number {
  const [, number = '0', unit = 'ms'] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  return Number(number) * (UNITS[unit as keyof typeof UNITS] ?? 1);
}

export const oneOf = <const T extends readonly string[]>(...options: T) =>
  v.picklist(options, `one of ${options.join(', ')}`);

/** An address, without a last slash and without a name and password; `instead` says where those belong. */
export function httpUrl(example: string, instead = '') {
  return v.pipe(
    v.string(),
    v.check(isHttpUrl, `an http or https address such as ${example}`),
    v.check(isWithoutAccount, `an address without a name and password${instead}`),
    v.transform((text) => text.replace(/\/+$/, '')),
  );
}

/** What the first part of a path below the root means to Sluice: a path that begins so could be taken for it. */
const OWN_NAMES = /^\/(api|assets|streamsaver|monitor|run|healthz|readyz|metrics)\//;

/** A path that holds others, with a slash at both ends. */
export function folder(allowed: string) {
  return v.pipe(
    v.string(),
    v.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
    v.check((path) => /^\/([\w.~-]+\/)*$/.test(path) && !/\/\.{1,2}\//.test(path) && !OWN_NAMES.test(path), allowed),
  );
}

/** One address, and no name that could come to several or to another one tomorrow. */
export function address(allowed: string) {
  return v.pipe(
    v.string(),
    v.check((text) => parseNetwork(text) !== undefined && !text.includes('/'), allowed),
  );
}

/** Addresses and networks, parted by commas, as they were written. `isAllowed` is asked for the bits of each. */
export function networks(allowed: string, isAllowed: (bits: number) => boolean = () => true) {
  const isNetwork = (text: string) => {
    const network = parseNetwork(text);
    return network !== undefined && isAllowed(network.bits);
  };
  return v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((part) => part.trim())),
    v.check((parts) => parts.every(isNetwork), allowed),
  );
}

/** Secrets and tokens go there: over plain http to this machine only. */
export function isSafeIssuer(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Looked at also where the check before has failed. */
function isWithoutAccount(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
