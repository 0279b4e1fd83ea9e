/** ISO 8601 or milliseconds; the format means nothing to fields that are no dates. */
export const TIME_FORMAT = 'strict_date_optional_time||epoch_millis';

/** A day at least, and nothing but ISO's signs: `2026-01-01 10:00` is some field's own format. */
const ISO_TIME = /^(?:now(?=$|[-+/|])|(?:\d{4}|\+\d{5,9}|-\d{4,9})-\d\d-\d\d(?:T[\d:.,]*(?:Z|[-+][\d:]+)?)?(?=$|\|\|))/;

/** Whether times in ISO can be asked of a field under this format, however the field's own is. */
export function areIsoTimes(bounds: readonly string[]): boolean {
  return bounds.every((bound) => ISO_TIME.test(bound));
}

/** A time that moves. */
export const NOW = /^now(?=$|[-+/])/;

/** A time with `now` put as another. OpenSearch's date math goes on from any time before `||`. */
export function anchored(text: string, anchor: string): string {
  return text.replace(NOW, () => anchor);
}
