import { createEffect, createSignal, type JSX, on } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { words as several } from '../several/words.ts';
import { type Choices, partsOf } from './choices.ts';
import './more-options.css';

type Props = {
  choices: Choices;
  /** Documents that cannot be read, of those that the sample came upon. */
  unreadable: number;
  /** The field that there is a file for each value of. */
  eachOf: string | undefined;
  children: JSX.Element;
};

/** What few exports need, a press away; in sight where something of it is chosen, or has to be. */
export function MoreOptions(props: Props) {
  const [open, setOpen] = createSignal(chosenOf(props).length > 0);
  createEffect(
    on(
      () => props.unreadable > 0,
      (isNeeded) => isNeeded && setOpen(true),
    ),
  );
  return (
    <details class="more-options" open={open()} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" />
        <b>{t().dialog.moreOptions}</b>
        <span>{summaryOf(props)}</span>
      </summary>
      <div>{props.children}</div>
    </details>
  );
}

function summaryOf(props: Pick<Props, 'choices' | 'eachOf'>): string {
  const chosen = chosenOf(props);
  return chosen.length > 0 ? chosen.join(', ') : t().dialog.moreOptionsWhich(props.choices.kind !== 'xlsx');
}

/** In words, what is not as it is by itself. */
function chosenOf({ choices, eachOf }: Pick<Props, 'choices' | 'eachOf'>): string[] {
  const { parts, leaveOut, manifest } = choices;
  const words = t().dialog;
  return [
    ...(eachOf === undefined ? [] : [several().short(eachOf)]),
    ...(partsOf(choices) ? [words.partsBy[parts.by]] : []),
    ...(leaveOut ? [words.leaveOutShort] : []),
    ...(manifest ? [words.manifestShort] : []),
  ];
}
