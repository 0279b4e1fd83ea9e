import { For } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { type CsvOptions, withBom } from './choices.ts';
import { Check, DateStyle } from './option-controls.tsx';

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
        <DateStyle zone={props.value.zone} hasDates={props.hasDates} canStay onChange={(zone) => change({ zone })} />
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
