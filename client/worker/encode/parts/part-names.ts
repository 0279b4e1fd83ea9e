import { type ExportRequest, endingOf } from '../../../../shared/request.ts';

/** So that programs that list files by name list them in order, up to 9,999. */
const DIGITS = 4;

/** What parts of such a file are called, by their numbers: as the archive is, with the format's own ending. */
export function partNames({ fileName, format }: Pick<ExportRequest, 'fileName' | 'format'>): (part: number) => string {
  const ending = endingOf(format);
  const stem = without(without(fileName, '.zip'), ending);
  return (part) => `${stem}-${String(part).padStart(DIGITS, '0')}${ending}`;
}

/** Whether a file's name is that of a part of such a file. */
export function isPartOf(of: Pick<ExportRequest, 'fileName' | 'format'>): (name: string) => boolean {
  const nameOf = partNames(of);
  return (name) => [...name.matchAll(/\d+/g)].some(([digits]) => nameOf(Number(digits)) === name);
}

function without(name: string, ending: string): string {
  const isLonger = name.length > ending.length && name.toLowerCase().endsWith(ending);
  return isLonger ? name.slice(0, -ending.length) : name;
}
