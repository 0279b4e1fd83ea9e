import { SluiceError } from '../errors.ts';

/** A document whose end nobody can tell (`skipAfterDocument`), with the query that leaves it out. `index`, `id`: JSON text. */
export function rowUnreadable(index: string, id: string): SluiceError {
  return new SluiceError(
    'row_unreadable',
    `The document ${id} of ${index} ends in a comment without a line’s end, so that nobody can tell where it ends. ` +
      `Leave it out of the search with NOT (_index:${index} AND _id:${id}), or index it anew without that comment.`,
  );
}
