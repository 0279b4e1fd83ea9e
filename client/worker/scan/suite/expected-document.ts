import type { Document, Stored } from './documents.ts';
import { onOneLine } from './source-tests.ts';

type Kept = { json: string; unplacedIds: string[] };

/**
 * What a document shall be with its chosen fields only, worked out from how it was generated, and the paths that are left
 * out. The slow way, for the scanners to be held against.
 */
export function expectedDocument(document: Document, columns: readonly string[]): Kept {
  return membersOf(document, undefined, columns);
}

function membersOf(document: Document, path: string | undefined, columns: readonly string[]): Kept {
  const all = document.members.map(({ name, key, value }) => {
    const inner = path === undefined ? name : `${path}.${name}`;
    if (columns.some((column) => inner === column || inner.startsWith(`${column}.`))) {
      return { json: `${key}:${onOneLine(value.json)}`, unplacedIds: [] };
    }
    const { json, unplacedIds } = partOf(value, inner, columns);
    return { json: json === '' ? '' : `${key}:${json}`, unplacedIds };
  });
  return {
    json: `{${all.flatMap(({ json }) => json || []).join(',')}}`,
    unplacedIds: all.flatMap(({ unplacedIds }) => unplacedIds),
  };
}

/** Of a value that is not chosen itself; nothing where nothing of it stays. */
function partOf(value: Stored, path: string, columns: readonly string[]): Kept {
  const isAbove = columns.some((column) => column.startsWith(`${path}.`));
  if (!isAbove) return { json: '', unplacedIds: [path] };
  if (value.kind === 'object') {
    const kept = membersOf(value, path, columns);
    return kept.json === '{}' ? { ...kept, json: '' } : kept;
  }
  if (value.elements) {
    const all = value.elements.map((element) => partOf(element, path, columns));
    const kept = all.flatMap(({ json }) => json || []);
    return {
      json: kept.length > 0 ? `[${kept.join(',')}]` : '',
      unplacedIds: all.flatMap(({ unplacedIds }) => unplacedIds),
    };
  }
  const isVoid = !value.isText && (value.json === 'null' || value.cell === '{}');
  return { json: '', unplacedIds: isVoid ? [] : [path] };
}
