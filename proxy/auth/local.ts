import { SluiceError } from '../../shared/errors.ts';
import type { OpenSearch, OpenSearchResponse } from '../opensearch/port.ts';
import { type Accounts, signInFailed } from './accounts.ts';
import { allows } from './patterns.ts';
import { type LocalUser, makeVerifyUser } from './users.ts';
import { versionOf } from './version.ts';

/** `AUTH=local`: OpenSearch is read with one service account; who may read what is in the users file. */
export function makeLocalAccounts(users: readonly LocalUser[], service: OpenSearch): Accounts {
  const verify = makeVerifyUser(users);
  const openSearch = serviceAccount(service);
  return {
    mode: 'local',
    async signIn({ username, password }, signal) {
      const user = await verify(username, password);
      if (!user) throw signInFailed();
      return { user: user.name, version: await versionOf(openSearch, signal) };
    },
    access({ user: name }) {
      const user = users.find((candidate) => candidate.name === name);
      if (!user) throw new SluiceError('signed_out', 'You are signed out. Sign in again.');
      return { user: name, openSearch, allows: (expression) => allows(user.indices, expression) };
    },
  };
}

/** When OpenSearch turns the service account away, it is not the user who has to sign in again. */
function serviceAccount(openSearch: OpenSearch): OpenSearch {
  return {
    async send(request): Promise<OpenSearchResponse> {
      const response = await openSearch.send(request);
      if (response.status !== 401) return response;
      for await (const _ of response.body) break;
      throw new SluiceError(
        'opensearch_failed',
        'OpenSearch does not take the service account of this Sluice. Its operator has to check OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD.',
      );
    },
  };
}
