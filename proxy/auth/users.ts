import { scrypt as scryptInOneGo } from '@noble/hashes/scrypt.js';
import * as v from 'valibot';

export type LocalUser = {
  name: string;
  /** A hash that has to be made first is asked for when the user signs in. */
  hash: string | (() => Promise<string>);
  /** What changes with the password, so that a new one ends the sessions of the old one. */
  mark: string;
  indices: readonly string[];
};

/** What a hash costs: memory is 128·N·r bytes, time goes with N·r·p. */
export type Cost = { N: number; r: number; p: number };

/** scrypt (RFC 7914), as a runtime computes it. `length` in bytes. */
export type Scrypt = (password: string, salt: Uint8Array, options: Cost & { length: number }) => Promise<Uint8Array>;

/** Without a name of a runtime, and with nothing else under way meanwhile: some tenths of a second. */
const inOneGo: Scrypt = async (password, salt, { length, ...cost }) =>
  scryptInOneGo(password, salt, { ...cost, dkLen: length });

/** The cost of a new hash: about a tenth of a second, 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const KEY_BYTES = 32;
/** Dearer hashes than these (128 MiB, some seconds) in a users file would let one sign-in hold up everybody. */
const MOST = { Nr: 2 ** 20, p: 4 };

const hashSchema = v.pipe(
  v.string(),
  v.check(
    (text) => parseHash(text) !== undefined,
    'a hash must look like scrypt$N$r$p$salt$hash, with salt and hash in base64',
  ),
);

const usersFileSchema = v.object({
  users: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
        hash: hashSchema,
        indices: v.array(v.pipe(v.string(), v.nonEmpty())),
      }),
    ),
    v.check((users) => new Set(users.map((user) => user.name)).size === users.length, 'no name may stand twice'),
  ),
});

export type FileUser = v.InferOutput<typeof usersFileSchema>['users'][number];

/** The users of a `USERS_FILE`'s text. @throws Error with one line that says what is wrong with it */
export function parseUsers(text: string): FileUser[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const parsed = v.safeParse(usersFileSchema, json);
  if (parsed.success) return parsed.output.users;
  const issue = parsed.issues[0];
  throw new Error(`${v.getDotPath(issue) ?? 'users'}: ${issue.message}`);
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64. */
export async function hashPassword(password: string, scrypt = inOneGo): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await scrypt(password.normalize('NFKC'), salt, { ...COST, length: KEY_BYTES });
  return ['scrypt', COST.N, COST.r, COST.p, toBase64(salt), toBase64(key)].join('$');
}

export async function isPassword(password: string, hash: string, scrypt = inOneGo): Promise<boolean> {
  const parsed = parseHash(hash);
  if (!parsed) return false;
  const { key, salt, ...cost } = parsed;
  return isSame(await scrypt(password.normalize('NFKC'), salt, { ...cost, length: key.length }), key);
}

/** Compares in a time that does not tell where the first difference is. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

function parseHash(text: string): (Cost & { salt: Uint8Array; key: Uint8Array }) | undefined {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w+/]+=*)\$([\w+/]+=*)$/.exec(text);
  if (!match) return undefined;
  const [N, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [salt, key] = [fromBase64(match[4] ?? ''), fromBase64(match[5] ?? '')];
  const sane = N > 1 && (N & (N - 1)) === 0 && r > 0 && p > 0 && N * r <= MOST.Nr && p <= MOST.p;
  if (!sane || !salt || !key || key.length < 16) return undefined;
  return { N, r, p, salt, key };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
