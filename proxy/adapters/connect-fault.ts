import http from 'node:http';
import https from 'node:https';
import type { OpenSearchOptions } from './assemble.ts';

/** Milliseconds that the other end has to answer. */
const ANSWER_MS = 5000;

/**
 * The code of what goes wrong when that address is asked, with no account: OpenSearch's own client keeps a text only. Undefined where there
 * is an answer, whichever it is.
 */
export function connectFault({ url, ca }: Pick<OpenSearchOptions, 'url' | 'ca'>): Promise<string | undefined> {
  const { get } = url.startsWith('https:') ? https : http;
  const options = { agent: false, timeout: ANSWER_MS, ...(ca === undefined ? {} : { ca }) };
  return new Promise((resolve) => {
    const asked = get(url, options, (answer) => {
      answer.destroy();
      resolve(undefined);
    });
    asked.once('timeout', () => {
      resolve('ETIMEDOUT');
      asked.destroy();
    });
    asked.on('error', (error) => resolve(codeOf(error)));
  });
}

/** Runtimes differ in what they tell. */
function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z\d_]*$/.test(code) ? code : 'UNKNOWN';
}
