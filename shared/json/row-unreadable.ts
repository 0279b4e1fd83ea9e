import { SluiceError } from '../errors.ts';

/** Which document it is. */
export type DocumentName = { readonly index: string; readonly id: string };

/** A document whose end nobody can tell (`skipAfterDocument`), with the query that leaves it out. */
export class RowUnreadable extends SluiceError {
  readonly document: DocumentName;

  constructor(document: DocumentName) {
    const index = JSON.stringify(document.index);
    const id = JSON.stringify(document.id);
    super(
      'row_unreadable',
      `The document ${id} of ${index} ends in a comment without a line’s end, so that nobody can tell where it ends. ` +
        `Leave it out of the search with NOT (_index:${index} AND _id:${id}), or index it anew without that comment.`,
    );
    this.document = document;
  }
}
