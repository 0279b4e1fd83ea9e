import { Popover } from '@kobalte/core/popover';
import { createSignal, lazy, onMount } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { Address } from '../address/address.ts';
import { pageZone } from './page-zone.ts';
import { lastWords } from './range-words.ts';
import { parseTime } from './times.ts';
import './time-range.css';

const loadPanel = () => import('./time-panel.tsx');
const TimePanel = lazy(async () => ({ default: (await loadPanel()).TimePanel }));

export type TimeRange = Pick<Address, 'from' | 'to' | 'time'>;

type Props = {
  range: TimeRange;
  /** The index's date fields, and the one that holds when none is chosen. */
  fields: readonly string[];
  defaultField: string | undefined;
  onApply: (range: TimeRange) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
};

/** The time button and its popover: from, to, and which date field they speak of. */
export function TimeRangeButton(props: Props) {
  const [open, setOpen] = createSignal(false);
  onMount(() => void loadPanel().catch(() => undefined));
  const label = () => rangeLabel(props.range);

  function apply(range: TimeRange): void {
    setOpen(false);
    props.onApply(range);
  }

  return (
    <Popover open={open()} onOpenChange={setOpen} placement="bottom-end" gutter={6}>
      <Popover.Trigger
        class="button time-button"
        classList={{ invalid: props.invalid }}
        aria-label={t().time.button(label())}
        aria-describedby={props.describedBy}
      >
        <Icon name="clock" />
        <span>{label()}</span>
        <small>{pageZone()}</small>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="time-panel">
          <Popover.Title as="h2">{t().time.title}</Popover.Title>
          <Later>
            <TimePanel {...props} onApply={apply} />
          </Later>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}

/** What is not a time to us stands as it is in the address. */
function rangeLabel({ from, to }: TimeRange): string {
  const last = lastWords(from, to);
  if (last !== undefined) return last;
  const times = [from, to].map((text) => (text === '' ? undefined : parseTime(text)));
  const unknown = (from !== '' && times[0] === undefined) || (to !== '' && times[1] === undefined);
  return unknown ? `${from} – ${to}` : t().time.range(times[0], times[1], pageZone());
}
