import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readHead } from '../opensearch/bytes.ts';

/** No index has such a field; the name says to whoever reads OpenSearch's slow log why it was asked for. */
const NO_FIELD = '_sluice_asks_for_identity';
const ERROR_BODY_BYTES = 4 * 1024 * 1024;

/**
 * The uuid of each index behind `target`, with no more than read permission: a search that sorts on a field that does not
 * exist is refused with the index and its uuid. Empty where OpenSearch does not tell (an index without documents, another
 * kind of error).
 */
export async function identitiesOf(access: Access, target: string, signal: AbortSignal): Promise<Map<string, string>> {
  const { status, body } = await access.openSearch.send({
    method: 'POST',
    path: `/${toPath(target)}/_search`,
    body: { size: 1, sort: [NO_FIELD] },
    signal,
  });
  const text = await readHead(body, ERROR_BODY_BYTES);
  if (status !== 400) return new Map();
  const pairs = text.matchAll(/"index":"([^"]+)","index_uuid":"([\w-]{22})"/g);
  return new Map(Array.from(pairs, ([, index = '', uuid = '']) => [index, uuid]));
}

/** An index of the same name may have been deleted and made anew since the export began. */
export function recreated(index: string): SluiceError {
  return new SluiceError(
    'index_recreated',
    `The index “${index}” is not the one that the export began with: it was deleted and made anew.`,
  );
}
