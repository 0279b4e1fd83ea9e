/**
 * Why a date stays as it is stored: its index's format is none that is read here, or was not shown to be; the field is no
 * date in its index, or OpenSearch did not tell; or the value is no date of the format, or none of four digits for the year.
 */
export const WHY_UNDATED = ['format', 'untold', 'value'] as const;
export type WhyUndated = (typeof WHY_UNDATED)[number];

/** A field and a reason in one, as rows are counted by them. */
export function undatedKey(field: string, why: WhyUndated): string {
  return `${why}:${field}`;
}

export function readUndatedKey(key: string): { field: string; why: WhyUndated } {
  const at = key.indexOf(':');
  const why = WHY_UNDATED.find((one) => one === key.slice(0, at)) ?? 'value';
  return { field: key.slice(at + 1), why };
}
