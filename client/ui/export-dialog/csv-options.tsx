import { createUniqueId, For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { type CsvOptions, withBom } from './choices.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Between an array's values. */
const SEPARATORS = ['; ', ', ', ' | ', ' '] as const;

type Props = {
  value: CsvOptions;
  /** Whether the file has a column `_rest`, chosen or not. */
  rest: boolean;
  /** Whether the index has fields that are mapped as dates. */
  hasDates: boolean;
  onChange: (value: CsvOptions) => void;
};

/** How the CSV is written; closed it says what is chosen. */
export function CsvOptionsPart(props: Props) {
  const change = (part: Partial<CsvOptions>) => props.onChange({ ...props.value, ...part });
  const words = () => t().dialog;
  const summary = () =>
    words().optionsSummary({ ...props.value, rest: props.rest, delimiter: words().delimiters[props.value.delimiter] });
  return (
    <details>
      <summary>
        <Icon name="right" />
        <b>{words().csvOptions}</b>
        <span>{summary()}</span>
      </summary>
      <div class="csv-options">
        <label>
          {words().delimiter}
          <select
            class="input"
            onChange={(event) => change({ delimiter: DELIMITERS[event.currentTarget.selectedIndex] ?? ',' })}
          >
            <For each={DELIMITERS}>
              {(sign) => <option selected={sign === props.value.delimiter}>{words().delimiters[sign]}</option>}
            </For>
          </select>
        </label>
        <ArrayStyle value={props.value} onChange={props.onChange} />
        <DateStyle zone={props.value.zone} hasDates={props.hasDates} onChange={(zone) => change({ zone })} />
        <Check label={words().header} value={props.value.header} onChange={(header) => change({ header })} />
        <Check label={words().bom} value={props.value.bom} onChange={(bom) => change(withBom(props.value, bom))} />
        <Check
          label={words().guard}
          help={words().guardHelp}
          value={props.value.guard}
          onChange={(guard) => change({ guard })}
        />
        <Check label={words().rest} value={props.rest} onChange={(rest) => change({ rest: rest ? 'on' : 'off' })} />
      </div>
    </details>
  );
}

/** As JSON text, which can be read back exactly; or the values with a sign between, which is easier on the eye. */
function ArrayStyle(props: Pick<Props, 'value' | 'onChange'>) {
  function choose(at: number): void {
    const { join: _, ...others } = props.value;
    const join = SEPARATORS[at - 1];
    props.onChange(join === undefined ? others : { ...others, join });
  }
  return (
    <label>
      {t().dialog.arrays}
      <select class="input" onChange={(event) => choose(event.currentTarget.selectedIndex)}>
        <option selected={props.value.join === undefined}>{t().dialog.arraysJson}</option>
        <For each={SEPARATORS}>
          {(sign) => <option selected={props.value.join === sign}>{t().dialog.arraysJoined[sign]}</option>}
        </For>
      </select>
    </label>
  );
}

/** Dates as they are stored, or in a time zone: this browser's, UTC, or any that it knows. */
function DateStyle(props: { zone: string; hasDates: boolean; onChange: (zone: string) => void }) {
  const noteId = createUniqueId();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = own === 'UTC' ? ['UTC'] : [own, 'UTC'];
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !first.includes(zone));
  const hint = () => {
    if (!props.hasDates) return t().dialog.datesNone;
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
        <option value="" selected={props.zone === ''}>
          {t().dialog.datesStored}
        </option>
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

function Check(props: { label: string; help?: string; value: boolean; onChange: (value: boolean) => void }) {
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
