import { scryptAsync } from '@noble/hashes/scrypt.js';
import * as v from 'valibot';

/** A user of `AUTH=local`. A hash that has to be made first is asked for when the user signs in. */
export type LocalUser = { name: string; hash: string | (() => Promise<string>); indices: readonly string[] };

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

/** The users of a `USERS_FILE`'s text. @throws Error with one line that says what is wrong with it */
export function parseUsers(text: string): LocalUser[] {
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

/** `scrypt$N$r$p$salt$hash` (RFC 7914), salt and hash in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await scryptAsync(password.normalize('NFKC'), salt, { ...COST, dkLen: KEY_BYTES });
  return ['scrypt', COST.N, COST.r, COST.p, toBase64(salt), toBase64(key)].join('$');
}

/** Finds the user whose password this is. Takes as long for a name that there is not. */
export type VerifyUser = (name: string, password: string) => Promise<LocalUser | undefined>;

export function makeVerifyUser(users: readonly LocalUser[]): VerifyUser {
  // Made by the first sign-in: an instance that comes and goes, as on the edge, may live for a few pages only.
  let nobody: string | undefined;
  const hashOf = async (user: LocalUser | undefined): Promise<string> => {
    nobody ??= await hashPassword(crypto.randomUUID());
    return typeof user?.hash === 'function' ? user.hash() : (user?.hash ?? nobody);
  };
  // One at a time: each check takes tens of megabytes, and many sign-ins at once must not take the proxy's memory.
  let last: Promise<unknown> = Promise.resolve();
  return (name, password) => {
    const user = users.find((candidate) => candidate.name === name);
    const right = last.then(async () => isPassword(password, await hashOf(user)));
    last = right.catch(() => undefined);
    return right.then((isRight) => (isRight ? user : undefined));
  };
}

async function isPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parseHash(hash);
  if (!parsed) return false;
  const { key, salt, ...cost } = parsed;
  const made = await scryptAsync(password.normalize('NFKC'), salt, { ...cost, dkLen: key.length });
  return isSame(made, key);
}

/** Compares in a time that does not tell where the first difference is. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

function parseHash(text: string): { N: number; r: number; p: number; salt: Uint8Array; key: Uint8Array } | undefined {
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
