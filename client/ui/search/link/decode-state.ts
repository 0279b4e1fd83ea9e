import { parse } from 'rison2';
import { decoded } from './url-parts.ts';

/** Objects and lists within each other, as `shared`'s DSL may have twenty levels and stands in a filter of a state. */
const MAX_DEPTH = 60;
/** As often as a link is encoded, and once more. */
const MAX_TIMES = 3;

/**
 * A state in rison, encoded as often as it may be: the first reading that is an object counts. Undefined where none is.
 */
export function decodeState(text: string): Record<string, unknown> | undefined {
  // A plus stands for a space, as forms write it; one that is meant is encoded.
  let rison = text.replaceAll('+', '%20');
  for (let times = 0; times < MAX_TIMES; times++) {
    rison = decoded(rison);
    const state = isShallow(rison) ? readObject(rison) : undefined;
    if (state) return state;
  }
  return undefined;
}

function readObject(rison: string): Record<string, unknown> | undefined {
  if (!rison.startsWith('(')) return undefined;
  try {
    // The reader makes plain objects: one named __proto__ becomes another's, which JSON does not tell.
    const state: unknown = JSON.parse(JSON.stringify(parse(rison)));
    return typeof state === 'object' && state !== null && !Array.isArray(state)
      ? (state as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The reader goes into itself at each level. */
function isShallow(rison: string): boolean {
  let depth = 0;
  for (const sign of rison) {
    if (sign === '(') depth++;
    else if (sign === ')') depth--;
    if (depth > MAX_DEPTH) return false;
  }
  return true;
}
