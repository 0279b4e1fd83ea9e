import { startProxy } from '../../proxy/adapters/node.ts';

/** A session at a running proxy. */
export type SignedIn = { url: string; socketUrl: string; cookie: string };
export type RunningProxy = {
  url: string;
  close(): Promise<void>;
  signIn(username?: string, password?: string): Promise<SignedIn>;
};

export const PASSWORD = 'a-password-for-tests';

/** A real proxy on a free port, over `opensearchUrl`, with local users unless `env` says otherwise. */
export async function runProxy(opensearchUrl: string, env: Record<string, string> = {}): Promise<RunningProxy> {
  const proxy = await startProxy({
    PORT: '0',
    OPENSEARCH_URL: opensearchUrl,
    AUTH: 'local',
    DEMO_PASSWORD: PASSWORD,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    LOG_LEVEL: 'silent',
    ...env,
  });
  return {
    url: proxy.url,
    close: proxy.close,
    async signIn(username = 'demo', password = PASSWORD) {
      const response = await fetch(new URL('/api/session', proxy.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
      const cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return { url: proxy.url, socketUrl: new URL('/api/socket', proxy.url.replace(/^http/, 'ws')).href, cookie };
    },
  };
}
