import { type DateFormats, type DateFormatsRequest, MOST_DATE_FIELDS } from '../../../shared/dates/date-formats.ts';
import { readerOf } from '../../../shared/dates/date-readers.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { dateColumnsOf, type ExportRequest } from '../../../shared/request.ts';
import type { UndatedField } from '../events.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import { readUndatedKey } from '../scan/cells/undated.ts';
import type { MakeScanner } from '../scan/scanner.ts';
import type { Scanners } from '../scan/scanners.ts';
import type { Recovery } from './recovery.ts';

/** How indices read dates. @throws signed_out, busy and whatever the proxy says */
export type AskDateFormats = (asked: DateFormatsRequest) => Promise<DateFormats>;

export const NOTHING_TOLD: DateFormats = { groups: [] };

type Ports = { ask: AskDateFormats; recovery: Recovery; from: Checkpoint | undefined };

/**
 * What is known of the dates that a file has in a zone: asked once, so that no file is read in two ways.
 * @throws what the export was stopped with
 */
export async function learnFormats(
  { format, search }: ExportRequest,
  { ask, recovery, from }: Ports,
): Promise<DateFormats> {
  if (from?.dates) return from.dates;
  const columns = dateColumnsOf(format);
  if (columns.length === 0) return NOTHING_TOLD;
  const asked = { ...search, fields: columns.slice(0, MOST_DATE_FIELDS) };
  return recovery.untilDone(() =>
    ask(asked).catch((thrown: unknown) => {
      const error = SluiceError.from(thrown);
      if (error.retryable || error.code === 'signed_out') throw error;
      // No export fails for this: the dates stay as they are stored, and the verdict says so.
      return NOTHING_TOLD;
    }),
  );
}

/** How each index's rows read their dates: a pattern's indices may differ, and may be more than were asked about. */
export class RowDates {
  readonly formats: DateFormats;
  readonly #format: Scanners;
  readonly #scanners = new Map<string, MakeScanner>();

  constructor(format: Scanners, formats: DateFormats) {
    this.#format = format;
    this.formats = formats;
    const { scannerWith } = format;
    if (!scannerWith) return;
    for (const { indices, fields } of formats.groups) {
      const scanner = scannerWith(new Map(fields.map((one) => [one.field, readerOf(one)])));
      for (const index of indices) this.#scanners.set(index, scanner);
    }
  }

  scannerOf(index: string): MakeScanner {
    return this.#scanners.get(index) ?? this.#format.makeScanner;
  }

  /** Most rows first. */
  undated(counts: ReadonlyMap<string, number>): UndatedField[] {
    const told = this.formats.groups.flatMap(({ fields }) => fields);
    return [...counts]
      .map(([key, rows]): UndatedField => {
        const { field, why } = readUndatedKey(key);
        const unread = told.find((one) => one.field === field && !readerOf(one));
        return { field, rows, why, ...(why === 'format' && unread ? { format: unread.format } : {}) };
      })
      .sort((a, b) => b.rows - a.rows);
  }
}
