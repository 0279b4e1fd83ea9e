import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Credentials } from '../../shared/http.ts';
import { readHead } from '../opensearch/bytes.ts';
import { toSluiceError } from '../opensearch/errors.ts';
import type { ConnectOpenSearch, OpenSearch } from '../opensearch/port.ts';
import { type Accounts, signInFailed } from './accounts.ts';
import { versionOf } from './version.ts';

const BODY_BYTES = 64 * 1024;
const infoSchema = v.object({ user_name: v.string() });
/** The security plugin's name for one who did not sign in, where it lets such a one in. */
const ANONYMOUS = 'opendistro_security_anonymous';

/** `AUTH=opensearch`: people sign in with their own OpenSearch account, and OpenSearch alone says who may read what. */
export function makeOpenSearchAccounts(connect: ConnectOpenSearch): Accounts {
  return {
    mode: 'opensearch',
    async signIn(credentials, { signal }) {
      // RFC 7617: a colon in the name would end it early and be read as another account's.
      if (credentials.username.includes(':')) throw signInFailed();
      const openSearch = connect(credentials);
      await whoIs({ openSearch, anybody: connect(undefined), signal });
      return {
        user: credentials.username,
        password: credentials.password,
        version: await versionOf(openSearch, signal),
      };
    },
    access({ user, password }) {
      if (password === undefined) throw new SluiceError('signed_out', 'You are signed out. Sign in again.');
      const account: Credentials = { username: user, password };
      return { user, openSearch: connect(account), allows: () => true };
    },
  };
}

/** `anybody`: the same cluster, asked with no account. */
type Check = { openSearch: OpenSearch; anybody: OpenSearch; signal: AbortSignal };

/**
 * The security plugin says who somebody is (`authinfo`, which every account may ask). Where something else guards the
 * cluster, `GET /` must be refused to anybody and granted to this account: else any password would be taken.
 * @returns the security plugin's name for the account, where there is the plugin
 * @throws sign_in_failed, opensearch_*
 */
export async function whoIs({ openSearch, anybody, signal }: Check): Promise<string | undefined> {
  const info = await ask(openSearch, '/_plugins/_security/authinfo', signal);
  if (info.status === 401) throw signInFailed();
  if (info.status === 200) {
    const parsed = v.safeParse(infoSchema, parse(info.text));
    if (parsed.success && parsed.output.user_name !== ANONYMOUS) return parsed.output.user_name;
    throw signInFailed();
  }
  if (info.status === 429 || info.status >= 500) throw toSluiceError(info);
  const open = await ask(anybody, '/', signal);
  if (open.status === 200) {
    throw new SluiceError(
      'sign_in_failed',
      'This OpenSearch has no accounts: its security plugin is off. Its operator can start Sluice with AUTH=local.',
    );
  }
  const own = await ask(openSearch, '/', signal);
  if (own.status === 401) throw signInFailed();
  // 403: known, and not allowed this call.
  if (own.status !== 200 && own.status !== 403) throw toSluiceError(own);
  return undefined;
}

async function ask(
  openSearch: OpenSearch,
  path: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const response = await openSearch.send({ method: 'GET', path, signal });
  return { status: response.status, text: await readHead(response.body, BODY_BYTES) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
