import { WHY_UNDATED, type WhyUndated } from '../../../../shared/verdict.ts';

/** A field and a reason in one, as rows are counted by them. */
export function undatedKey(field: string, why: WhyUndated): string {
  return `${why}:${field}`;
}

export function readUndatedKey(key: string): { field: string; why: WhyUndated } {
  const at = key.indexOf(':');
  const why = WHY_UNDATED.find((one) => one === key.slice(0, at)) ?? 'value';
  return { field: key.slice(at + 1), why };
}
