/** A session at a running proxy. */
export type SignedIn = { url: string; socketUrl: string; cookie: string };

export const PASSWORD = 'a-password-for-tests';

/** Settings of a proxy on a free port over `opensearchUrl`, with local users unless `env` says otherwise. */
export function settingsOver(opensearchUrl: string, env: Record<string, string> = {}): Record<string, string> {
  return {
    PORT: '0',
    OPENSEARCH_URL: opensearchUrl,
    AUTH: 'local',
    DEMO_PASSWORD: PASSWORD,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    LOG_LEVEL: 'silent',
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    SCROLL_READER: 'allow',
    SEARCHES_PER_MINUTE: '100000',
    // What a test leaves open is gone before another counts.
    SCROLL_TIMEOUT: '30s',
    ...env,
  };
}

/** @param url of any proxy, or of what stands before it */
export async function signIn(url: string, username = 'demo', password = PASSWORD): Promise<SignedIn> {
  const response = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => pair.includes('sluice_session'))
    .join('; ');
  return { url, socketUrl: new URL('/api/socket', url.replace(/^http/, 'ws')).href, cookie };
}
