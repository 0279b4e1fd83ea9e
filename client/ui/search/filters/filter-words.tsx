import type { JSX } from 'solid-js';
import type { DslFilter, Filter } from '../../../../shared/filter.ts';
import { t } from '../../lib/i18n.ts';

const SHOWN_VALUES = 3;

/** The condition as one message, so that each language has its own order of words. */
export function wordsOf(filter: Filter): JSX.Element {
  const says = t().filter;
  if (filter.op === 'dsl') return filter.not ? says.notDsl(clauseWords(filter)) : clauseWords(filter);
  const field = <b>{filter.field}</b>;
  const code = (text: string) => <code>{text === '' ? says.empty : text}</code>;
  switch (filter.op) {
    case 'is':
      return (filter.not ? says.isNot : says.is)(field, code(filter.value));
    case 'one_of': {
      const more = filter.values.length - SHOWN_VALUES;
      const shown = filter.values.slice(0, SHOWN_VALUES).join(', ');
      const values = [code(shown), more > 0 ? ` ${says.andMore(more)}` : ''];
      return (filter.not ? says.notOneOf : says.oneOf)(field, values);
    }
    case 'between': {
      const [from, to] = [filter.from, filter.to];
      if (to === undefined) return (filter.not ? says.notFrom : says.from)(field, code(from ?? ''));
      if (from === undefined) return (filter.not ? says.notTo : says.to)(field, code(to));
      return (filter.not ? says.notBetween : says.between)(field, code(from), code(to));
    }
    case 'exists':
      return (filter.not ? says.notExists : says.exists)(field);
  }
}

const SIGNS = { gt: '>', gte: '≥', lt: '<', lte: '≤' } as const;
const SHOWN_CHARS = 80;

/** The name that it was given; of a range its bounds as signs; else the clause itself. */
function clauseWords({ dsl, name }: DslFilter): JSX.Element {
  if (name !== undefined) return <b>{name}</b>;
  const [field, bounds] = rangeIn(dsl) ?? [];
  if (field === undefined) return <code>{dsl.length > SHOWN_CHARS ? `${dsl.slice(0, SHOWN_CHARS)}…` : dsl}</code>;
  return [<b>{field}</b>, ' ', <code>{bounds}</code>];
}

function rangeIn(dsl: string): [string, string] | undefined {
  try {
    const { range, ...others } = JSON.parse(dsl) as { range?: Record<string, Record<string, unknown>> };
    const [[field = '', said] = [], ...more] = Object.entries(range ?? {});
    if (!said || more.length > 0 || Object.keys(others).length > 0) return undefined;
    const bounds = Object.entries(SIGNS).flatMap(([key, sign]) =>
      key in said ? [`${sign} ${String(said[key])}`] : [],
    );
    return bounds.length > 0 ? [field, bounds.join(', ')] : undefined;
  } catch {
    return undefined;
  }
}
