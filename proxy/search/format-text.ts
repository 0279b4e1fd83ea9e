import * as v from 'valibot';
import type { Access } from '../auth/accounts.ts';
import { askEachIndex } from './ask-each-index.ts';

/** No format takes this. */
const NO_DATE = 'sluice';

/** What OpenSearch says of it, where `(.+)` twice is the format. It may hold brackets of its own. */
const FAULT = new RegExp(
  `^failed to parse date field \\[${NO_DATE}\\] with format \\[(.+)\\]: \\[failed to parse date field \\[${NO_DATE}\\] with format \\[\\1\\]\\]$`,
  's',
);

/**
 * The format of a date field's mapping, by index. Who may only read may not ask for a mapping, but each index names its
 * format when it is shown a text that is no date. That is a hint: whether dates are read by it, `format-proof.ts` finds
 * out. An index that says something else is left out.
 * @throws as askEachIndex
 */
export async function formatsByIndex(
  access: Access,
  { index, field, signal }: { index: string; field: string; signal: AbortSignal },
): Promise<Map<string, string>> {
  const aggs = { dates: { date_range: { field, ranges: [{ from: NO_DATE }] } } };
  const { refused } = await askEachIndex(access, { index, aggs, schema: v.unknown(), signal });
  return new Map(
    refused.flatMap(({ index: name, reason }) => {
      const format = FAULT.exec(reason)?.[1];
      return format ? [[name, format] as const] : [];
    }),
  );
}
