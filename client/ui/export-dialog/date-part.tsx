import { For, Match, Show, Switch } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { ZonedDatesPort } from './create-zoned-dates.ts';
import type { DateNote } from './date-notes.ts';

type Props = {
  dates: ZonedDatesPort;
  /** Rows of the sample. */
  sampled: number;
  /** The file's dates have a type; else they are text, in a zone. */
  isTyped: boolean;
};

/** Named one by one; past these a number says how many more. */
const NAMED = 6;

/** Which dates will not be in the time zone that was chosen, and why; nothing where all will. */
export function DatePart(props: Props) {
  const words = () => t().dialog;
  const kind = () => props.dates.state().kind;
  const notes = () => props.dates.notes();
  const texts = () => (props.isTyped ? words().typedDates : { stay: words().datesStay, failed: words().datesFailed });
  return (
    <Show when={props.dates.areAny() && (kind() !== 'told' || notes().length > 0)}>
      <div class="date-note" role="status">
        <Icon name={kind() === 'asking' ? 'clock' : 'incomplete'} class={kind() === 'asking' ? '' : 'warn'} />
        <Switch>
          <Match when={kind() === 'failed'}>
            <div>
              {texts().failed}{' '}
              <button type="button" class="button small" onClick={() => void props.dates.ask()}>
                {words().tryAgain}
              </button>
            </div>
          </Match>
          <Match when={kind() === 'told'}>
            <div>
              <b>{texts().stay}</b>
              <ul>
                <For each={notes().slice(0, NAMED)}>
                  {(note) => (
                    <li>
                      <code>{note.field}</code>: {whyOf(note, props.sampled)}{' '}
                      <Show when={props.isTyped}>
                        {words().typedDates.become[note.why === 'value' ? 'rest' : 'text']}
                      </Show>
                    </li>
                  )}
                </For>
                <Show when={notes().length > NAMED}>
                  <li>{words().datesMore(notes().length - NAMED)}</li>
                </Show>
              </ul>
            </div>
          </Match>
          <Match when={true}>
            <span>{words().datesAsking}</span>
          </Match>
        </Switch>
      </div>
    </Show>
  );
}

function whyOf(note: DateNote, sampled: number) {
  const { datesWhy } = t().dialog;
  if (note.why === 'format') return datesWhy.format(<code>{note.format}</code>);
  return note.why === 'value' ? datesWhy.value(note.rows, sampled) : datesWhy.untold;
}
