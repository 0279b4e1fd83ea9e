import { createUniqueId, For } from 'solid-js';
import { type ExportFormat, FORMATS, KINDS } from '../../../shared/request.ts';
import { t } from '../lib/i18n.ts';

type Kind = ExportFormat['kind'];

export function FormatChoice(props: { value: Kind; onChange: (kind: Kind) => void }) {
  const id = createUniqueId();
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{t().dialog.format}</h3>
      <div class="formats">
        <For each={KINDS}>
          {(kind) => (
            <div class="format">
              <input
                type="radio"
                name="format"
                id={`${id}-${kind}`}
                checked={props.value === kind}
                aria-describedby={`${id}-${kind}-help`}
                onChange={() => props.onChange(kind)}
              />
              <label for={`${id}-${kind}`}>{FORMATS[kind].name}</label>
              <p id={`${id}-${kind}-help`}>{t().dialog.formatHelp[kind]}</p>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
