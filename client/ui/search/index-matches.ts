import type { IndexEntry } from '../../../shared/http.ts';

/** The entries that the last of the typed names may mean: those that begin with it first. A pattern matches as one. */
export function matchesOf(entries: readonly IndexEntry[], typed: string): IndexEntry[] {
  const text = lastName(typed);
  if (text === '') return [...entries];
  if (text.includes('*')) {
    const pattern = new RegExp(`^${text.split('*').map(escaped).join('.*')}$`, 'i');
    return entries.filter(({ name }) => pattern.test(name));
  }
  const found = entries.filter(({ name }) => name.toLowerCase().includes(text));
  const begins = ({ name }: IndexEntry) => (name.toLowerCase().startsWith(text) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}

/** A name parted around what was typed of it. */
export function partsAround(name: string, typed: string): [string, string, string] {
  const text = lastName(typed);
  const at = text === '' ? -1 : name.toLowerCase().indexOf(text);
  if (at < 0) return [name, '', ''];
  return [name.slice(0, at), name.slice(at, at + text.length), name.slice(at + text.length)];
}

function lastName(typed: string): string {
  return (typed.split(',').at(-1) ?? '').trim().toLowerCase();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
