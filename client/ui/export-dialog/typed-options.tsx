import { For, type JSX, Show } from 'solid-js';
import { PARQUET_COMPRESSIONS } from '../../../shared/request.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { browserZone, type ParquetOptions, type XlsxOptions } from './choices.ts';
import { Check, DateStyle } from './option-controls.tsx';
import './typed-options.css';

type RestProps = {
  /** Whether the file has a column `_rest`, chosen or not. */
  rest: boolean;
  /** Fields that the person left out, which `_rest` takes in all the same. */
  leftOut: number;
};

/** How Parquet is written; closed it says what is chosen. */
export function ParquetOptionsPart(
  props: RestProps & { value: ParquetOptions; onChange: (value: ParquetOptions) => void },
) {
  const words = () => t().dialog;
  const change = (part: Partial<ParquetOptions>) => props.onChange({ ...props.value, ...part });
  return (
    <Part
      title={words().parquetOptions}
      summary={words().parquetSummary(words().compressions[props.value.compression], props.rest)}
    >
      <label>
        {words().compression}
        <select
          class="input"
          onChange={(event) =>
            change({ compression: PARQUET_COMPRESSIONS[event.currentTarget.selectedIndex] ?? 'snappy' })
          }
        >
          <For each={PARQUET_COMPRESSIONS}>
            {(one) => <option selected={one === props.value.compression}>{words().compressions[one]}</option>}
          </For>
        </select>
      </label>
      <Check
        label={words().typedRest}
        help={restHelp(props)}
        value={props.rest}
        onChange={(rest) => change({ rest })}
      />
      <Show when={!props.rest}>
        <p class="rest-warning" role="status">
          <Icon name="incomplete" class="warn" />
          {words().noRest}
        </p>
      </Show>
    </Part>
  );
}

type XlsxProps = RestProps & {
  value: XlsxOptions;
  hasDates: boolean;
  onChange: (value: XlsxOptions) => void;
};

/** How a workbook is written; closed it says what is chosen. */
export function XlsxOptionsPart(props: XlsxProps) {
  const words = () => t().dialog;
  const zone = () => props.value.zone || browserZone();
  const change = (part: Partial<XlsxOptions>) => props.onChange({ ...props.value, ...part });
  return (
    <Part title={words().xlsxOptions} summary={words().xlsxSummary(props.hasDates ? zone() : undefined, props.rest)}>
      <DateStyle
        zone={zone()}
        hasDates={props.hasDates}
        canStay={false}
        onChange={(chosen) => change({ zone: chosen === browserZone() ? '' : chosen })}
      />
      <Check
        label={words().rest}
        help={restHelp(props)}
        value={props.rest}
        onChange={(rest) => change({ rest: rest ? 'on' : 'off' })}
      />
    </Part>
  );
}

function Part(props: { title: string; summary: string; children: JSX.Element }) {
  return (
    <details>
      <summary>
        <Icon name="right" />
        <b>{props.title}</b>
        <span>{props.summary}</span>
      </summary>
      <div class="typed-options">{props.children}</div>
    </details>
  );
}

function restHelp({ rest, leftOut }: RestProps): string | undefined {
  return rest && leftOut > 0 ? t().dialog.restLeftOut(leftOut) : undefined;
}
