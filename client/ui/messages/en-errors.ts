import type { ErrorCode } from '../../../shared/errors.ts';

/** What each code means to a person: what happened, then what is safe or what to do. */
export const enErrors: Record<ErrorCode, { what: string; help: string }> = {
  bad_request: {
    what: 'The request was not understood.',
    help: 'Correct what is named here; if it is nothing of yours, reload the page: this Sluice may be newer than it.',
  },
  bad_frame: { what: 'The connection carried something it should not.', help: 'Reload the page and try again.' },
  query_invalid: { what: 'The query cannot be read.', help: 'Mend it and search again.' },
  page_size_invalid: { what: 'The page size is out of range.', help: 'Reload the page and try again.' },
  ticket_invalid: { what: 'The export’s pass is not valid here.', help: 'Start the export again.' },
  ticket_expired: { what: 'The export’s pass has run out.', help: 'Start the export again.' },
  signed_out: { what: 'You are signed out.', help: 'Sign in again.' },
  sign_in_failed: { what: 'User name or password is wrong.', help: 'Check both and try again.' },
  forbidden: { what: 'You may not read this.', help: 'Ask for read permission, or choose another index.' },
  wrong_origin: {
    what: 'This page was opened at an address that its Sluice does not know as its own.',
    help: 'Tell who runs it what follows.',
  },
  index_not_found: { what: 'There is no such index.', help: 'Check the name, or choose one from the list.' },
  index_recreated: {
    what: 'The index was deleted and made anew under the same name.',
    help: 'Its rows are other rows. Start the export anew.',
  },
  index_unproved: {
    what: 'It is not known whether the index is still the same one.',
    help: 'It may have been deleted and made anew. Start the export anew.',
  },
  index_unnumbered: {
    what: 'This index keeps no sequence numbers.',
    help: 'Sluice reads rows by them, so that none is missed or comes twice. Indices of time series, and those with “index.disable_sequence_numbers”, have none: copy the rows into another index (_reindex) and search that.',
  },
  index_moved: {
    what: 'The name leads to other rows than when the export began.',
    help: 'Have the alias as it was (its indices, filter and routing), or start the export anew.',
  },
  not_found: { what: 'There is nothing at this address.', help: 'Reload the page.' },
  too_large: { what: 'The request is too large.', help: 'Shorten the query.' },
  too_many_columns: {
    what: 'A sheet of Excel has 16,384 columns at most.',
    help: 'Choose fewer columns, or another format.',
  },
  rate_limited: { what: 'Too many attempts.', help: 'Wait a while, then try again.' },
  busy: { what: 'Sluice is busy.', help: 'Try again in a moment.' },
  snapshot_lost: { what: 'OpenSearch dropped the snapshot.', help: 'Nothing is lost: a new one is opened.' },
  too_many_shards: { what: 'The pattern covers too many indices.', help: 'Name fewer indices.' },
  server_too_old: {
    what: 'The server is too old.',
    help: 'Sluice reads OpenSearch, and Elasticsearch from 7.10 on.',
  },
  opensearch_busy: { what: 'OpenSearch was busy.', help: 'Try again in a moment.' },
  opensearch_unreachable: { what: 'OpenSearch cannot be reached.', help: 'Try again, or ask who runs it.' },
  opensearch_failed: { what: 'OpenSearch could not answer.', help: 'Try again, or change the search.' },
  page_partial: { what: 'OpenSearch sent only part of the rows.', help: 'They were not taken. Try again.' },
  page_malformed: { what: 'OpenSearch’s answer was cut or spoilt.', help: 'It was not taken. Try again.' },
  rows_unexplained: {
    what: 'OpenSearch counts other rows than can be read.',
    help: 'Have the index looked at (closed, blocked, a shard or a right missing), then try again.',
  },
  timeout: { what: 'The answer took too long.', help: 'Try again, or narrow the search.' },
  socket_lost: { what: 'The connection to Sluice is lost.', help: 'Check the network, then try again.' },
  socket_blocked: {
    what: 'Something on the way to Sluice lets no WebSocket through.',
    help: 'Sluice’s other way, over ordinary requests, does not get through either, or this Sluice has none. Ask who runs your network, or this Sluice, to let WebSockets through, or try from another network.',
  },
  carrier_lost: {
    what: 'A request of the export came to a Sluice that knows nothing of it.',
    help: 'Try again. If it comes again where WebSockets are blocked, tell who runs this Sluice: where several run side by side, one browser’s requests have to reach the same one (sticky sessions).',
  },
  source_missing: {
    what: 'This index does not keep its documents.',
    help: 'Without _source there is nothing to export.',
  },
  row_unreadable: {
    what: 'A document cannot be read.',
    help: 'An export can go on without it; a search leaves it out with the query that stands here. Or have it indexed anew.',
  },
  row_too_large: { what: 'A document is larger than a row may be.', help: 'Leave it out with the query.' },
  group_too_large: { what: 'Too many rows share one sequence number.', help: 'This index cannot be read in pages.' },
  disk_full: {
    what: 'There is no room left, on the disk or in this browser.',
    help: 'Make room, then press Resume; where there is only Retry, that makes a new file.',
  },
  memory_full: {
    what: 'The file is larger than what this browser can gather in memory.',
    help: 'Open Sluice over https or on localhost, in Chrome, Edge or Firefox, and in a window that is not private: files of any size go to disk there. Or export less.',
  },
  file_unwritable: {
    what: 'The file you chose cannot be written.',
    help: 'Close it elsewhere, or choose another, then retry.',
  },
  checkpoint_lost: { what: 'What this browser kept of the export is gone.', help: 'Retry makes a new file.' },
  owned_elsewhere: { what: 'Another tab makes this export.', help: 'Look there; close it to take it over.' },
  other_release: {
    what: 'Another tab has another release of Sluice open.',
    help: 'Close or reload the other tabs. If this stays, reload this one once its exports have ended: they could not be resumed.',
  },
  storage_full: {
    what: 'This browser keeps no copy: it has no room, or never keeps anything, as in a private window or on a page over plain http.',
    help: 'Make room, or keep the tab open.',
  },
  order_invalid: {
    what: 'Rows have no such order in all indices of the search.',
    help: 'Search again and choose another order, or export the rows as they are read.',
  },
  order_unkept: {
    what: 'This browser cannot keep the rows that are to be put in order.',
    help: 'Export them as they are read, or use a window that is not private, over https or on localhost.',
  },
  download_cancelled: { what: 'The download was cancelled in the browser.', help: 'Retry makes a new file.' },
  rows_missing: {
    what: 'Rows changed or went while the export ran.',
    help: 'Retry makes a new file of the rows as they are now.',
  },
  worker_died: {
    what: 'The export’s worker stopped.',
    help: 'Resume goes on from the rows that are kept; Retry makes a new file.',
  },
  internal: { what: 'Something unexpected went wrong.', help: 'Try again; if it stays, tell who runs this Sluice.' },
};
