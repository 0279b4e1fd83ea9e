import type { LogEntry } from '../../export/exports.ts';

/** Entries of one export and code that came close together, as one: how many, and when the first one came, ms since 1970. */
export type LogRow = LogEntry & { times: number; since: number };

/** Within this the same error of the same export is the same trouble, ms. */
const TOGETHER_MS = 60_000;

/** Newest first. */
export function toRows(entries: readonly LogEntry[]): LogRow[] {
  const rows: LogRow[] = [];
  for (const entry of [...entries].sort((a, b) => b.at - a.at)) {
    const twin = rows.find((row) => isSame(row, entry) && row.since - entry.at < TOGETHER_MS);
    if (!twin) rows.push({ ...entry, times: 1, since: entry.at });
    else {
      twin.times += 1;
      twin.since = entry.at;
    }
  }
  return rows;
}

function isSame(a: LogEntry, b: LogEntry): boolean {
  return a.exportId === b.exportId && a.error.code === b.error.code && a.remedy === b.remedy;
}

/** Those that hold each of the words, in whatever part: code, file, or the texts that are shown. */
export function matching(rows: readonly LogRow[], wanted: string, textOf: (row: LogRow) => string): LogRow[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.error.code} ${row.fileName} ${textOf(row)} ${row.error.message}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The log as a file: one JSON object a line, times in ISO 8601. */
export function toFile(entries: readonly LogEntry[]): string {
  return entries
    .map(({ at, error, remedy, waitMs, exportId, fileName }) =>
      JSON.stringify({
        time: new Date(at).toISOString(),
        code: error.code,
        message: error.message,
        remedy,
        waitMs,
        exportId,
        fileName,
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
