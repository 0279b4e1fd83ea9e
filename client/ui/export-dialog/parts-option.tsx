import { createUniqueId, For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { MOST_IN_PART, type PartsOptions } from './choices.ts';
import './parts-option.css';

const WAYS = ['none', 'rows', 'megabytes'] as const;

type Props = {
  value: PartsOptions;
  /** They go into a folder that the person picks. */
  isFolder: boolean;
  onChange: (value: PartsOptions) => void;
};

/** Whether the rows go into one file, or into several of so many rows or MB. */
export function PartsOption(props: Props) {
  const id = createUniqueId();
  const words = () => t().dialog;
  return (
    <div>
      <label class="part-label" for={id}>
        {words().parts}
      </label>
      <div class="parts-option">
        <select
          class="input"
          id={id}
          aria-describedby={`${id}-help`}
          onChange={(event) =>
            props.onChange({ ...props.value, by: WAYS[event.currentTarget.selectedIndex] ?? 'none' })
          }
        >
          <For each={WAYS}>{(way) => <option selected={way === props.value.by}>{words().partsBy[way]}</option>}</For>
        </select>
        <Show when={props.value.by === 'rows'}>
          <Size {...props} of="rows" label={words().partRows} />
        </Show>
        <Show when={props.value.by === 'megabytes'}>
          <Size {...props} of="megabytes" label={words().partMegabytes} />
        </Show>
      </div>
      <p class="hint" id={`${id}-help`}>
        {props.value.by === 'none' ? '' : props.isFolder ? words().folder.partsHelp : words().partsHelp}
      </p>
    </div>
  );
}

/** A number that is none that can be is put right when the field is left. */
function Size(props: Props & { of: 'rows' | 'megabytes'; label: string }) {
  function take(input: HTMLInputElement): void {
    const typed = Math.round(input.valueAsNumber);
    const size = Number.isNaN(typed) ? props.value[props.of] : Math.min(MOST_IN_PART[props.of], Math.max(1, typed));
    input.value = String(size);
    props.onChange({ ...props.value, [props.of]: size });
  }
  return (
    <input
      class="input"
      type="number"
      min="1"
      max={MOST_IN_PART[props.of]}
      aria-label={props.label}
      value={props.value[props.of]}
      onChange={(event) => take(event.currentTarget)}
    />
  );
}
