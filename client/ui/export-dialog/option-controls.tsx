import { createUniqueId, For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';

type DateProps = {
  /** Empty: as they are stored. */
  zone: string;
  /** Whether the index has fields that are mapped as dates. */
  hasDates: boolean;
  /** They may stay as they are stored. */
  canStay: boolean;
  onChange: (zone: string) => void;
};

/** Dates as they are stored, or in a time zone: this browser's, UTC, or any that it knows. */
export function DateStyle(props: DateProps) {
  const noteId = createUniqueId();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = own === 'UTC' ? ['UTC'] : [own, 'UTC'];
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !first.includes(zone));
  const hint = () => {
    if (!props.hasDates) return t().dialog.datesNone;
    if (!props.canStay) return t().dialog.datesInZone;
    return props.zone === '' ? '' : t().dialog.datesDays;
  };
  const option = (zone: string) => (
    <option value={zone} selected={zone === props.zone}>
      {zone}
    </option>
  );
  return (
    <label>
      {t().dialog.dates}
      <select class="input" aria-describedby={noteId} onChange={(event) => props.onChange(event.currentTarget.value)}>
        <Show when={props.canStay}>
          <option value="" selected={props.zone === ''}>
            {t().dialog.datesStored}
          </option>
        </Show>
        <For each={first}>{option}</For>
        <hr />
        <For each={others}>{option}</For>
      </select>
      <span class="hint" id={noteId}>
        {hint()}
      </span>
    </label>
  );
}

type CheckProps = { label: string; help?: string | undefined; value: boolean; onChange: (value: boolean) => void };

export function Check(props: CheckProps) {
  const helpId = createUniqueId();
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={props.value}
          aria-describedby={props.help && helpId}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        {props.label}
      </label>
      <Show when={props.help}>
        <p class="hint" id={helpId}>
          {props.help}
        </p>
      </Show>
    </>
  );
}
