import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { call } from '../opensearch/call.ts';
import type { OpenSearch } from '../opensearch/port.ts';

const versionSchema = v.object({ number: v.string(), distribution: v.optional(v.string()) });
const rootSchema = v.object({ version: versionSchema });

/** The oldest Elasticsearch whose answers are known. All of OpenSearch is younger. */
const OLDEST = { major: 7, minor: 10 };

/**
 * The server's version, as `nameOf` gives it. Empty where the account may not see it or OpenSearch does not answer.
 * @throws server_too_old
 */
export async function versionOf(openSearch: OpenSearch, signal: AbortSignal): Promise<string> {
  const root = await call(openSearch, rootSchema, { method: 'GET', path: '/', signal }).catch(() => undefined);
  return root ? nameOf(root.version) : '';
}

/** OpenSearch's version, such as `3.8.0`; with its name where it is another one, `Elasticsearch 7.10.2`. @throws server_too_old */
export function nameOf({ number, distribution }: v.InferOutput<typeof versionSchema>): string {
  // Elasticsearch names no distribution.
  if (distribution !== undefined) return number;
  const [major = 0, minor = 0] = number.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return `Elasticsearch ${number}`;
  throw new SluiceError(
    'server_too_old',
    `This is Elasticsearch ${number}, which is too old: Sluice reads Elasticsearch from ${OLDEST.major}.${OLDEST.minor} on, and OpenSearch.`,
  );
}
