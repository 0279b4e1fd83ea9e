import { DQL_RANGES, type DqlLiteral, type DqlNode } from './tree.ts';

/** DQL is written so that it means what it says: what is read of it is the same tree. */

const SIGNS = Object.fromEntries(Object.entries(DQL_RANGES).map(([sign, op]) => [op, sign]));

export function printDql(node: DqlNode): string {
  switch (node.kind) {
    case 'all':
      return '';
    case 'and':
    case 'or':
      return node.nodes.map((one) => inner(one, node.kind === 'and' ? 2 : 1)).join(` ${node.kind} `);
    case 'not':
      return `not ${inner(node.node, 3)}`;
    case 'nested':
      return `${printed(node.path)}: { ${printDql(node.node)} }`;
    case 'is':
      return node.field ? `${printed(node.field)}: ${printed(node.value)}` : printed(node.value);
    case 'range':
      return `${printed(node.field)} ${SIGNS[node.op]} ${printed(node.value)}`;
  }
}

/** In brackets where it would bind less than what is around it, or could be read as a part of that. */
function inner(node: DqlNode, around: number): string {
  const binds = { or: 1, and: 2, not: 3 }[node.kind as string] ?? 4;
  return binds > around ? printDql(node) : `(${printDql(node)})`;
}

function printed({ text, quoted, parts }: DqlLiteral): string {
  return quoted ? dqlPhrase(text) : (parts ?? [text]).map(dqlWord).join('*');
}

/** A text as a phrase, in quotes: the whole value, where the field is of whole values. */
export function dqlPhrase(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\t\r\n]/g, written)}"`;
}

/** A text as a word, of which text fields find each part by itself. White space at its ends is lost. */
export function dqlWord(text: string): string {
  // A backslash and `not` are that word: there the line break stays one.
  const signs = text.replace(/[\\():<>"*{}]/g, '\\$&').replace(/[\t\r]|\n(?!ot(?![\p{L}\p{N}_]))/giu, written);
  return signs.replace(/(^|\s)(?=(?:and|or|not)(?:\s|$))/gi, '$1\\');
}

const written = (white: string) => ({ '\t': '\\t', '\r': '\\r' })[white] ?? '\\n';
