import { SluiceError } from '../../../shared/errors.ts';

/** What cannot be exported, with a way out for the person. */

export function sourceMissing(): SluiceError {
  return new SluiceError(
    'source_missing',
    'A row has no stored document: its index is kept with _source disabled, so there is nothing to export. ' +
      'Leave that index out of the search, or index its data anew with _source enabled.',
  );
}

export function rowTooLarge(maxBytes: number): SluiceError {
  const mib = Math.round(maxBytes / (1024 * 1024));
  return new SluiceError(
    'row_too_large',
    `A single row is larger than ${mib} MiB, the most that fits into memory here. Narrow the search so that it leaves that row out.`,
  );
}

/** `head`: the hit's beginning, up to its document, in bytes. */
export function rowUnreadable(head: Uint8Array): SluiceError {
  const { index, id } = identityOf(new TextDecoder().decode(head));
  return new SluiceError(
    'row_unreadable',
    `The document ${id} of ${index} ends in a comment without a line’s end, so that no reader can tell where it ends. ` +
      'Leave it out of the search (NOT _id:"…"), or index it anew without that comment.',
  );
}

/** What stands before a document says which it is; its last name is `_source`. */
function identityOf(head: string): { index: string; id: string } {
  try {
    const hit: unknown = JSON.parse(`${head}null}`);
    if (typeof hit === 'object' && hit !== null && '_index' in hit && '_id' in hit)
      return { index: `"${hit._index}"`, id: `"${hit._id}"` };
  } catch {}
  return { index: 'an index', id: 'that comes next' };
}
