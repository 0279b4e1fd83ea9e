/**
 * How OpenSearch finds the indices of an expression (IndexNameExpressionResolver, 3.8), written down once more and without
 * any of the proxy's code, so that generated expressions can be judged by the thousand.
 * tests/integration/proxy/index-names.test.ts holds it against a real one.
 */
export type Named = { name: string; hidden?: boolean; of: readonly string[] };

/**
 * The concrete indices, sorted; undefined where OpenSearch refuses the expression.
 * @param isFound  which names a pattern means
 */
export function indicesBehind(
  names: readonly Named[],
  expression: string,
  isFound: (one: Named, pattern: string, excluded: boolean) => boolean = isFoundBy,
): string[] | undefined {
  // Names that were named stay as they are to the end; a pattern's indices are put in their place at once.
  const found = new Set<string>();
  let wildcardSeen = false;
  for (const part of expression.split(',')) {
    const text = fromDateMath(part);
    if (text === undefined || text === '' || text.startsWith('_') || text.includes(':')) return undefined;
    const excluded = text.startsWith('-') && wildcardSeen;
    const pattern = excluded ? text.slice(1) : text;
    const isWild = pattern.includes('*');
    if (!isWild && !names.some(({ name }) => name === pattern)) return undefined;
    if (isWild) wildcardSeen = true;
    const meant = isWild ? names.filter((one) => isFound(one, pattern, excluded)).flatMap(({ of }) => of) : [pattern];
    for (const name of meant) excluded ? found.delete(name) : found.add(name);
  }
  return [...new Set(names.filter(({ name }) => found.has(name)).flatMap(({ of }) => of))].sort();
}

/** A hidden name is found by a pattern only where both begin with a dot. */
export function isFoundBy({ name, hidden = false }: Named, pattern: string): boolean {
  return isLike(name, pattern) && (!hidden || (name.startsWith('.') && pattern.startsWith('.')));
}

export function isLike(name: string, pattern: string): boolean {
  const escaped = pattern.split('*').map((text) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  return new RegExp(`^${escaped.join('[^]*')}$`).test(name);
}

/** What date math comes to, with 2 for each letter of a format; what is none, as it is; undefined where it cannot be read. */
function fromDateMath(text: string): string | undefined {
  if (!text.startsWith('<') || !text.endsWith('>')) return text;
  let [said, place, escaped, depth] = ['', '', false, 0];
  for (const sign of text.slice(1, -1)) {
    const isEscaped = escaped;
    escaped = sign === '\\' && !isEscaped;
    if (escaped) continue;
    if (sign === '{' && !isEscaped) {
      if (depth === 2) return undefined;
      if (depth++ === 1) place += sign;
    } else if (sign === '}' && !isEscaped) {
      if (depth === 0) return undefined;
      if (depth-- === 2) place += sign;
      else [said, place] = [said + formatted(place), ''];
    } else if (depth > 0) place += sign;
    else said += sign;
  }
  return depth > 0 || said === '' ? undefined : said;
}

/** `now/d{yyyy.MM|UTC}`: text in quotes stands for itself. */
function formatted(place: string): string {
  const format = /\{([^|}]*)/.exec(place)?.[1];
  if (format === undefined) return '2026.11.25';
  return format
    .split("'")
    .map((text, i) => (i % 2 === 1 ? text : text.replace(/[a-z]/gi, '2')))
    .join('');
}
