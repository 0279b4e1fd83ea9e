import { createSignal, createUniqueId, For } from 'solid-js';
import { type ExportFormat, FORMATS, KINDS } from '../../../shared/request.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { isTyped } from './choices.ts';
import './format-choice.css';

type Kind = ExportFormat['kind'];
type Props = { value: Kind; onChange: (kind: Kind) => void };

const COMMON = KINDS.filter((kind) => !isTyped(kind));
const MORE = KINDS.filter(isTyped);

/** The common ones in sight, the others a press away; where one of those is chosen, in sight as well. */
export function FormatChoice(props: Props) {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(isTyped(props.value));
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{t().dialog.format}</h3>
      <Formats {...props} id={id} kinds={COMMON} />
      <details class="more-formats" open={open()} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Icon name="right" />
          {t().dialog.moreFormats}
          <span>{MORE.map((kind) => FORMATS[kind].name).join(', ')}</span>
        </summary>
        <Formats {...props} id={id} kinds={MORE} />
      </details>
    </div>
  );
}

function Formats(props: Props & { id: string; kinds: readonly Kind[] }) {
  return (
    <div class="formats" classList={{ few: props.kinds.length < 3 }}>
      <For each={props.kinds}>
        {(kind) => (
          <div class="format">
            <input
              type="radio"
              name="format"
              id={`${props.id}-${kind}`}
              checked={props.value === kind}
              aria-describedby={`${props.id}-${kind}-help`}
              onChange={() => props.onChange(kind)}
            />
            <label for={`${props.id}-${kind}`}>{FORMATS[kind].name}</label>
            <p id={`${props.id}-${kind}-help`}>{t().dialog.formatHelp[kind]}</p>
          </div>
        )}
      </For>
    </div>
  );
}
