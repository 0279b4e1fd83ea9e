import type { DqlFault } from '../../shared/dql/parse.ts';

/** A fault of DQL in words, for those who ask without the app, which has its own. */
export function faultWords({ kind, sign }: DqlFault): string {
  switch (kind) {
    case 'never_closed':
      return `“${sign}” is never closed.`;
    case 'never_opened':
      return `“${sign}” closes nothing.`;
    case 'escape':
      return 'A backslash stands before a character that needs none. Write “\\\\” for a backslash.';
    case 'hanging':
      return `A condition is missing behind “${sign}”.`;
    case 'no_value':
      return `A value is missing behind “${sign}”.`;
    case 'empty':
      return 'These brackets are empty.';
    case 'joined':
      return `“and” or “or” is missing before “${sign}”.`;
    case 'misplaced':
      return `“${sign}” cannot stand here. Put the value in quotes, or “\\” before the sign.`;
    case 'deep':
      return 'The search is nested too deeply.';
  }
}
