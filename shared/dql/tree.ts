/** What a DQL query means, and where its parts stand in the text, in characters from 0. */

/** A field's name or a value, as it is meant: without quotes and backslashes. */
export type DqlLiteral = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** In quotes: a phrase, in which `*` is a character. */
  readonly quoted: boolean;
  /** What stands between its wildcards; `text` then has them as `*`. */
  readonly parts?: readonly string[];
};

export const DQL_RANGES = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;
export type DqlRange = (typeof DQL_RANGES)[keyof typeof DQL_RANGES];

export type DqlNode =
  /** No query: every row. */
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly DqlNode[] }
  | { readonly kind: 'not'; readonly node: DqlNode }
  /** Conditions that one and the same nested object meets. Fields in it are named without the path. */
  | { readonly kind: 'nested'; readonly path: DqlLiteral; readonly node: DqlNode }
  /** Without a field: any field. */
  | { readonly kind: 'is'; readonly field: DqlLiteral | undefined; readonly value: DqlLiteral }
  | { readonly kind: 'range'; readonly field: DqlLiteral; readonly op: DqlRange; readonly value: DqlLiteral };

/** What is compared: a field's name with the paths around it, and the value. */
export type DqlCondition = { readonly name: string; readonly node: Extract<DqlNode, { kind: 'is' | 'range' }> };

/** Any value: `field: *`. */
export function isAnything({ parts }: DqlLiteral): boolean {
  return parts?.every((part) => part === '') ?? false;
}

/** A field's whole name, within nested objects. */
export function nameWithin(path: string | undefined, { text }: DqlLiteral): string {
  return path === undefined ? text : `${path}.${text}`;
}

/** The conditions on fields that are named, and the nested objects that are. */
export function conditionsOf(tree: DqlNode): { conditions: DqlCondition[]; paths: { name: string; at: DqlLiteral }[] } {
  const found: ReturnType<typeof conditionsOf> = { conditions: [], paths: [] };
  collect(tree, undefined, found);
  return found;
}

function collect(node: DqlNode, path: string | undefined, found: ReturnType<typeof conditionsOf>): void {
  switch (node.kind) {
    case 'all':
      return;
    case 'and':
    case 'or':
      for (const one of node.nodes) collect(one, path, found);
      return;
    case 'not':
      return collect(node.node, path, found);
    case 'nested': {
      const name = nameWithin(path, node.path);
      found.paths.push({ name, at: node.path });
      return collect(node.node, name, found);
    }
    case 'is':
    case 'range':
      if (node.field) found.conditions.push({ name: nameWithin(path, node.field), node });
  }
}
