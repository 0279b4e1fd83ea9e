import type { IndexEntry } from '../../../../shared/http.ts';

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

/** What the list offers: an index and the like, or what was typed as a pattern with all that it means. */
export type Offer = Omit<IndexEntry, 'kind'> & { kind: IndexEntry['kind'] | 'pattern' };

/** The pattern that was typed, with its indices' figures, before the indices that it means. */
export function offersOf(entries: readonly IndexEntry[], typed: string): Offer[] {
  const found = matchesOf(entries, typed);
  const isPattern = typed.includes('*') && !typed.includes(',');
  const indices = found.filter(({ kind }) => kind !== 'alias');
  if (!isPattern || indices.length === 0) return found;
  const sum = (figure: 'rows' | 'bytes') =>
    indices.every((one) => one[figure] !== undefined)
      ? { [figure]: indices.reduce((all, one) => all + (one[figure] ?? 0), 0) }
      : {};
  const pattern: Offer = { name: typed.trim(), kind: 'pattern', indices: indices.length };
  return [{ ...pattern, ...sum('rows'), ...sum('bytes') }, ...found];
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
