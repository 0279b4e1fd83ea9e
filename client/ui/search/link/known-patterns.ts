import * as v from 'valibot';
import { readSetting, writeSetting } from '../../lib/settings.ts';
import type { LinkedPattern } from './linked-search.ts';

/** What is behind ids of index patterns, as somebody of this browser has said or the links themselves. */
const patternSchema = v.object({
  title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(2048)),
  time: v.exactOptional(v.nullable(v.string())),
});

const keyOf = (id: string) => `pattern.${id}`;

export function knownPattern(id: string): (LinkedPattern & { title: string }) | undefined {
  const kept = readSetting(keyOf(id));
  if (kept === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), patternSchema), kept);
  return parsed.success ? { id, ...parsed.output } : undefined;
}

/** The pattern of that title that a link named last. */
export function idOfPattern(title: string): string | undefined {
  return readSetting(`pattern-id.${title}`);
}

export function keepPattern({ id, title, time }: LinkedPattern & { id: string; title: string }): void {
  writeSetting(keyOf(id), JSON.stringify({ title, ...(time === undefined ? {} : { time }) }));
  writeSetting(`pattern-id.${title}`, id);
}
