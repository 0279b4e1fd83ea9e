import { cut, FORBIDDEN, MAX_BYTES, MAX_SLOT_BYTES } from './file-name.ts';

/** Rows without the field, and rows that have it with no text in it: the same in every language, as names of fields are. */
const NONE = '(none)';
const EMPTY = '(empty)';

/** `_` before a value, and ` (201)` behind it. */
const AROUND_BYTES = 7;

/**
 * What browsers take in no file's name, beside what disks do not: control and format characters (but for the joiners of emoji and of
 * some scripts), halves of characters, what is no character, and `~`, as of short names on Windows.
 */
const UNSAFE = new RegExp(
  `${FORBIDDEN.source}|~|(?![\\u200c\\u200d])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Noncharacter_Code_Point}]`,
  'gu',
);
const EDGES = /^[.\s\u200c\u200d]+|[.\s\u200c\u200d]+$/gu;

/**
 * A file's name for each value of a field (undefined: for rows without it), no two of them the same on any disk: some take names for the same
 * that differ in case, or in how a letter with its accent is written. Those have a number behind.
 * @param name  of a file with its ending, which is one on every disk
 */
export function namesOfValues(name: string, ending: string, values: readonly (string | undefined)[]): string[] {
  const whole = name.toLowerCase().endsWith(ending.toLowerCase()) ? name.slice(0, name.length - ending.length) : name;
  const base = cut(whole.replace(UNSAFE, '_'), MAX_BYTES - MAX_SLOT_BYTES - AROUND_BYTES - ending.length);
  const taken = new Set<string>();
  return values.map((value) => {
    const stem = `${base}_${slotOf(value)}`;
    for (let number = 1; ; number++) {
      const free = `${stem}${number === 1 ? '' : ` (${number})`}${ending}`;
      const key = asDisksSee(free);
      if (taken.has(key)) continue;
      taken.add(key);
      return free;
    }
  });
}

function slotOf(value: string | undefined): string {
  if (value === undefined) return NONE;
  if (value === '') return EMPTY;
  const safe = value.normalize('NFC').replace(UNSAFE, '_').replace(/\s+/gu, ' ').replace(EDGES, '');
  return cut(safe).replace(EDGES, '') || '_';
}

/** Coarser than any disk: a number too many does no harm. */
function asDisksSee(name: string): string {
  return name.normalize('NFKD').toUpperCase().toLowerCase();
}
