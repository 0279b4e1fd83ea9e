import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { OpenSearch, OpenSearchResponse } from '../opensearch/port.ts';
import { type Accounts, ServiceAccountRefused, signInFailed } from './accounts.ts';
import { allows } from './patterns.ts';
import { signedOut } from './stay.ts';
import type { LocalUser, Scrypt } from './users.ts';
import { makeVerifyUser } from './verify.ts';
import { versionOf } from './version.ts';

export type LocalOptions = {
  users: readonly LocalUser[];
  /** OpenSearch with the service account. */
  service: OpenSearch;
  /** As for the cookies: the first makes stamps, all are taken. */
  secrets: readonly [string, ...string[]];
  scrypt?: Scrypt | undefined;
};

/**
 * `AUTH=local`: OpenSearch is read with one service account; who may read what is in the users file. A session bears a
 * stamp of the password that it began with, and ends when the user has another one.
 */
export function makeLocalAccounts({ users, service, secrets, scrypt }: LocalOptions): Accounts {
  const verify = makeVerifyUser(users, scrypt);
  const openSearch = serviceAccount(service);
  const stampsOf = (user: LocalUser) => secrets.map((secret) => stampOf(secret, user));
  const known = new Map(users.map((user) => [user.name, { user, stamps: stampsOf(user) }]));
  return {
    mode: 'local',
    async signIn({ username, password }, from) {
      const user = await verify(username, password, from);
      if (!user) throw signInFailed();
      const stamp = stampOf(secrets[0], user);
      return { user: user.name, stamp, version: await versionOf(openSearch, from.signal) };
    },
    access({ user: name, stamp }) {
      const { user, stamps = [] } = known.get(name) ?? {};
      if (!user || stamp === undefined || !stamps.includes(stamp)) throw signedOut();
      return { user: name, openSearch, allows: (expression) => allows(user.indices, expression) };
    },
  };
}

/** Tells nothing of the password, or of its hash, to whoever sees what a session holds. */
function stampOf(secret: string, { name, mark }: LocalUser): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(`sluice stamp ${secret}`), utf8ToBytes(JSON.stringify([name, mark]))));
}

/** When OpenSearch turns the service account away, it is not the user who has to sign in again. */
function serviceAccount(openSearch: OpenSearch): OpenSearch {
  return {
    async send(request): Promise<OpenSearchResponse> {
      const response = await openSearch.send(request);
      if (response.status !== 401) return response;
      for await (const _ of response.body) break;
      throw new ServiceAccountRefused();
    },
  };
}
