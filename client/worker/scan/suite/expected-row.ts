import type { Document, Stored } from './documents.ts';

type Leaf = Extract<Stored, { kind: 'leaf' }>;
/** A value at a path. `listed`: out of the objects of an array. */
type Found = { path: string; leaf: Leaf; listed: boolean };
type Place = { path: string; listed: boolean; placed: boolean };

/**
 * What a row of CSV shall hold, worked out from the document as it was generated: the cells, and the paths that no
 * column takes. The slow way, for the scanners to be held against.
 */
export function expectedRow(document: Document, columns: readonly string[], rest: boolean) {
  const byPath = new Map<string, Found[]>();
  for (const found of membersOf(document, undefined, columns)) {
    byPath.set(found.path, [...(byPath.get(found.path) ?? []), found]);
  }
  const cells = columns.map((path) => cellOf(byPath.get(path) ?? []));
  const unplaced = [...byPath].filter(([path]) => !columns.includes(path));
  if (rest) {
    const members = unplaced.map(([path, found]) => `${JSON.stringify(path)}:${jsonOf(found)}`);
    cells.push({ text: members.length > 0 ? `{${members.join(',')}}` : '', isText: false });
  }
  return { cells, unplaced: unplaced.map(([path]) => path) };
}

function membersOf(document: Document, above: Place | undefined, columns: readonly string[]): Found[] {
  return document.members.flatMap(({ name, value }) => {
    const path = above === undefined ? name : `${above.path}.${name}`;
    return valueAt(value, { path, listed: above?.listed ?? false, placed: above?.placed ?? false }, columns);
  });
}

function valueAt(value: Stored, at: Place, columns: readonly string[]): Found[] {
  if (value.kind === 'object') return membersOf(value, at, columns);
  const hasColumn = columns.includes(at.path);
  const isAbove = columns.some((column) => column.startsWith(`${at.path}.`));
  const itself = [{ path: at.path, leaf: value, listed: at.listed }];
  if (value.elements && isAbove) {
    const inside = { ...at, listed: true, placed: at.placed || hasColumn };
    return [...(hasColumn ? itself : []), ...elementsOf(value.elements, inside, columns)];
  }
  if (hasColumn) return itself;
  const isVoid = isAbove && !value.isText && (value.json === 'null' || value.cell === '{}');
  return at.placed || isVoid ? [] : itself;
}

function elementsOf(elements: readonly Stored[], at: Place, columns: readonly string[]): Found[] {
  return elements.flatMap((element) => {
    if (element.kind === 'object') return membersOf(element, at, columns);
    if (element.elements) return elementsOf(element.elements, at, columns);
    return columns.includes(at.path) ? [] : valueAt(element, at, columns);
  });
}

function cellOf(found: readonly Found[]): { text: string; isText: boolean } {
  const [first] = found;
  if (first === undefined) return { text: '', isText: false };
  if (found.length === 1 && !first.listed) return { text: first.leaf.cell, isText: first.leaf.isText };
  return { text: jsonOf(found), isText: false };
}

/** One value as it is, several as an array; the arrays among them opened where any came out of an array. */
function jsonOf(found: readonly Found[]): string {
  if (found.some(({ listed }) => listed)) return `[${found.flatMap(({ leaf }) => opened(leaf)).join(',')}]`;
  const all = found.map(({ leaf }) => tidy(leaf));
  return all.length > 1 ? `[${all.join(',')}]` : (all[0] ?? '');
}

function opened(value: Stored, inside = false): string[] {
  if (value.kind === 'leaf' && value.elements) return value.elements.flatMap((element) => opened(element, true));
  return [inside || value.kind === 'object' ? value.json : tidy(value)];
}

function tidy(leaf: Leaf): string {
  return leaf.cell === '{}' && !leaf.isText ? '{}' : leaf.json;
}
