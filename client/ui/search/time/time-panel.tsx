import { createEffect, createSignal, For, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import type { Address } from '../address/address.ts';
import { pageClock, pageZone } from './page-zone.ts';
import { lastWords } from './range-words.ts';
import { fromInputValue, toInputValue } from './times.ts';

type TimeRange = Pick<Address, 'from' | 'to' | 'time'>;

type Props = {
  range: TimeRange;
  /** The index's date fields, and the one that holds when none is chosen. */
  fields: readonly string[];
  defaultField: string | undefined;
  onApply: (range: TimeRange) => void;
};

/** A range of time: one until now, or from and to. */
export function TimePanel(props: Props) {
  return (
    <>
      <QuickRanges range={props.range} onApply={props.onApply} />
      <RangeForm {...props} />
    </>
  );
}

/** From so long ago until now: `now` is the time of the search, and an export's beginning. */
const QUICK = ['15m', '1h', '24h', '7d', '30d', '1y'] as const;

function QuickRanges(props: { range: TimeRange; onApply: (range: TimeRange) => void }) {
  return (
    <fieldset class="quick-ranges">
      <legend class="visually-hidden">{t().ranges.title}</legend>
      <For each={QUICK}>
        {(long) => (
          <button
            type="button"
            class="button small"
            aria-pressed={props.range.from === `now-${long}` && props.range.to === ''}
            onClick={() => props.onApply({ ...props.range, from: `now-${long}`, to: '' })}
          >
            {lastWords(`now-${long}`, '')}
          </button>
        )}
      </For>
    </fieldset>
  );
}

function RangeForm(props: Props) {
  const [from, setFrom] = createSignal('');
  const [to, setTo] = createSignal('');
  const [field, setField] = createSignal('');
  createEffect(() => {
    setFrom(inputOf(props.range.from));
    setTo(inputOf(props.range.to));
    setField(props.range.time || props.defaultField || '');
  });
  const reversed = () => from() !== '' && to() !== '' && new Date(to()) <= new Date(from());

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (reversed()) return;
    props.onApply({
      from: from() === inputOf(props.range.from) ? props.range.from : fromInputValue(from(), pageClock()),
      to: to() === inputOf(props.range.to) ? props.range.to : fromInputValue(to(), pageClock()),
      time: field() === props.defaultField ? '' : field(),
    });
  }

  return (
    <form class="time-form" onSubmit={submit}>
      <Show when={props.fields.length > 1}>
        <label>
          {t().time.field}
          <select class="input" value={field()} onChange={(event) => setField(event.currentTarget.value)}>
            <For each={props.fields}>{(name) => <option value={name}>{name}</option>}</For>
          </select>
        </label>
      </Show>
      <TimeInput label={t().time.from} value={from()} onChange={setFrom} invalid={false} />
      <TimeInput label={t().time.to} value={to()} onChange={setTo} invalid={reversed()} />
      <Show when={reversed()}>
        <p class="time-fault" role="alert">
          {t().time.reversed}
        </p>
      </Show>
      <For each={[props.range.from, props.range.to].filter((text) => text !== '' && inputOf(text) === '')}>
        {(text) => <p class="hint">{t().ranges.dateMath(text)}</p>}
      </For>
      <p class="hint">{t().time.note(pageZone())}</p>
      <div class="time-actions">
        <button type="button" class="button small" onClick={() => props.onApply({ from: '', to: '', time: '' })}>
          {t().time.clear}
        </button>
        <button type="submit" class="button tinted small">
          {t().time.apply}
        </button>
      </div>
    </form>
  );
}

function TimeInput(props: { label: string; value: string; onChange: (value: string) => void; invalid: boolean }) {
  return (
    <label>
      {props.label}
      <input
        class="input"
        type="datetime-local"
        step="1"
        value={props.value}
        aria-invalid={props.invalid}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

const inputOf = (text: string) => toInputValue(text, pageClock());
