import type { Account } from '../opensearch/port.ts';
import type { ParsedEnv } from './config.ts';
import { ConfigError } from './setting.ts';

export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret?: string;
  scope: string;
  /** Which of the provider's tokens OpenSearch is shown. */
  token: 'id_token' | 'access_token';
  /** Where the provider sends people back to. */
  redirectUrl: string;
};

/** The account that OpenSearch is asked with for everybody, if one is set. @throws ConfigError for half of one */
export function serviceAccount(env: ParsedEnv): Account | undefined {
  const { OPENSEARCH_USERNAME: username, OPENSEARCH_PASSWORD: password, OPENSEARCH_AWS_REGION: region } = env;
  if ((username === undefined) !== (password === undefined)) {
    const missing = username === undefined ? 'OPENSEARCH_USERNAME' : 'OPENSEARCH_PASSWORD';
    throw new ConfigError(`${missing} is not set: a service account needs a name and a password.`);
  }
  if (region !== undefined) return awsAccount(env, region);
  return username === undefined || password === undefined ? undefined : { username, password };
}

function awsAccount(env: ParsedEnv, region: string): Account {
  if (env.OPENSEARCH_USERNAME !== undefined) {
    throw new ConfigError('OPENSEARCH_AWS_REGION is set beside OPENSEARCH_USERNAME: choose one service account.');
  }
  const accessKeyId = required(env, 'AWS_ACCESS_KEY_ID', 'OPENSEARCH_AWS_REGION needs it to sign requests');
  const secretAccessKey = required(env, 'AWS_SECRET_ACCESS_KEY', 'OPENSEARCH_AWS_REGION needs it to sign requests');
  const { AWS_SESSION_TOKEN: sessionToken, OPENSEARCH_AWS_SERVICE: service } = env;
  const token = sessionToken === undefined ? {} : { sessionToken };
  return { aws: { accessKeyId, secretAccessKey, ...token, region, service } };
}

/** @throws ConfigError for what is missing */
export function oidcOf(env: ParsedEnv): OidcSettings {
  const why = 'AUTH=oidc needs it';
  const secret = env.OIDC_CLIENT_SECRET;
  return {
    issuer: required(env, 'OIDC_ISSUER', why),
    clientId: required(env, 'OIDC_CLIENT_ID', why),
    ...(secret === undefined ? {} : { clientSecret: secret }),
    scope: env.OIDC_SCOPE,
    token: env.OIDC_TOKEN,
    redirectUrl: new URL(`${env.BASE_PATH}api/session/callback`, required(env, 'PUBLIC_URL', why)).href,
  };
}

type Text = 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'PUBLIC_URL';

function required(env: ParsedEnv, name: Text, why: string): string {
  const value = env[name];
  if (value === undefined) throw new ConfigError(`${name} is not set: ${why}.`);
  return value;
}
