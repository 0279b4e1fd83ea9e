import {
  type ExportFormat,
  type ExportRequest,
  FORMATS,
  endingOf as formatEnding,
  KINDS,
} from '../../../shared/request.ts';

/** What a template's slots are filled with. Times in ms since 1970. */
export type NameSlots = {
  index: string;
  query: string;
  from: number | undefined;
  to: number | undefined;
  now: number;
};

export type NameFault =
  | { kind: 'empty' }
  | { kind: 'forbidden'; character: string }
  | { kind: 'edges' }
  | { kind: 'reserved'; name: string }
  | { kind: 'tooLong' };

export const NAME_SLOTS = ['{index}', '{query}', '{from}', '{to}', '{date}', '{time}'] as const;

const PACKED = '.gz';
const ARCHIVE = '.zip';
const PLAIN = KINDS.map((kind) => FORMATS[kind].ending.replace('.', '\\.')).join('|');
const ANY_ENDING = `(?:(?:${PLAIN})(?:\\.gz)?(?:\\.zip)?|\\.zip)`;
const NO_NAME = new RegExp(`^${ANY_ENDING}$`, 'i');
const LOOSE_EDGES = new RegExp(`^[.\\s]|[.\\s](?:${ANY_ENDING})?$`, 'i');
/** Disks hold names of 255 bytes; browsers put ` (1)` and the like behind. */
export const MAX_BYTES = 200;
/** What a slot may take of them. */
export const MAX_SLOT_BYTES = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
export const FORBIDDEN = /[\u0000-\u001f\u007f/\\:*?"<>|]/;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

type Ending = Pick<ExportFormat, 'kind' | 'gzip'> & {
  parts?: ExportRequest['parts'] | undefined;
  /** The parts go into a folder, which has the name. */
  isFolder?: boolean;
};

/** Of a file; one in parts is an archive. */
export function endingOf(of: Ending): string {
  if (of.isFolder) return '';
  return of.parts ? ARCHIVE : formatEnding(of);
}

/** The template a search begins with. */
export function defaultTemplate(slots: Pick<NameSlots, 'from' | 'to'>): string {
  if (slots.from !== undefined && slots.to !== undefined) return '{index}_{from}-{to}';
  if (slots.from !== undefined) return '{index}_from-{from}';
  return slots.to === undefined ? '{index}' : '{index}_to-{to}';
}

/** The file's name with its ending, of which a part may stand there already. A slot with nothing to fill it leaves no loose `_` or `-` behind. */
export function fileNameOf(template: string, slots: NameSlots, format: Ending): string {
  const values: Record<string, string> = {
    '{index}': safeIndex(slots.index),
    '{query}': safeQuery(slots.query),
    '{from}': day(slots.from),
    '{to}': day(slots.to),
    '{date}': day(slots.now),
    '{time}': timeOfDay(slots.now),
  };
  const filled = template.trim().replace(/\{(?:index|query|from|to|date|time)\}/g, (slot) => values[slot] ?? '');
  const mayBeEmpty = /\{(?:from|to|query)\}/.test(template);
  const name = mayBeEmpty ? filled.replace(/[_-]+$/, '') : filled;
  if (name === '') return '';
  const ending = endingOf(format);
  const lower = name.toLowerCase();
  if (lower.endsWith(ending)) return name;
  if (format.parts) return name + ending;
  return lower.endsWith(FORMATS[format.kind].ending) ? name + PACKED : name + ending;
}

/** What stops a name, with its ending, from being one on some disk. */
export function faultOf(name: string): NameFault | undefined {
  if (name === '' || NO_NAME.test(name)) return { kind: 'empty' };
  const forbidden = FORBIDDEN.exec(name)?.[0];
  if (forbidden !== undefined) return { kind: 'forbidden', character: visible(forbidden) };
  if (LOOSE_EDGES.test(name)) return { kind: 'edges' };
  const reserved = RESERVED.exec(name)?.[1];
  if (reserved !== undefined) return { kind: 'reserved', name: reserved };
  return new TextEncoder().encode(name).length > MAX_BYTES ? { kind: 'tooLong' } : undefined;
}

/** An index expression without the signs that no file name has. */
function safeIndex(index: string): string {
  const safe = index.trim().replaceAll('*', 'all').replaceAll(',', '+').replace(new RegExp(FORBIDDEN, 'g'), '_');
  return cut(safe.replace(/^\.+/, ''));
}

/** A query as a part of a name: what no file name has, and blanks, become one `_`. */
function safeQuery(query: string): string {
  const safe = query.trim().replace(new RegExp(`(?:${FORBIDDEN.source}|[\\s()])+`, 'g'), '_');
  return cut(safe).replace(/^[._]+|[._]+$/g, '');
}

/** The beginning of a text, of so many bytes at most. */
export function cut(text: string, most = MAX_SLOT_BYTES): string {
  let bytes = 0;
  const fitting = [...text].filter((character) => {
    bytes += new TextEncoder().encode(character).length;
    return bytes <= most;
  });
  return fitting.join('');
}

function visible(character: string): string {
  const code = character.charCodeAt(0);
  return code < 32 || code === 127 ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : character;
}

/** In UTC, as the range in the address is. */
function day(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Hours, minutes and seconds, in UTC too. */
function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19).replaceAll(':', '');
}
