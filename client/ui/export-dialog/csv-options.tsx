import { For } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { CsvOptions } from './choices.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

type Props = { value: CsvOptions; onChange: (value: CsvOptions) => void };

/** How the CSV is written; closed it says what is chosen. */
export function CsvOptionsPart(props: Props) {
  const change = (part: Partial<CsvOptions>) => props.onChange({ ...props.value, ...part });
  const words = () => t().dialog;
  const summary = () =>
    words().optionsSummary({ ...props.value, delimiter: words().delimiters[props.value.delimiter] });
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
        <Check label={words().header} value={props.value.header} onChange={(header) => change({ header })} />
        <Check label={words().bom} value={props.value.bom} onChange={(bom) => change({ bom })} />
        <Check label={words().guard} value={props.value.guard} onChange={(guard) => change({ guard })} />
        <Check label={words().rest} value={props.value.rest} onChange={(rest) => change({ rest })} />
      </div>
    </details>
  );
}

function Check(props: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}
