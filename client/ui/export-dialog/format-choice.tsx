import { createUniqueId, For } from 'solid-js';
import type { ExportFormat } from '../../../shared/request.ts';
import { t } from '../lib/i18n.ts';

type Kind = ExportFormat['kind'];

/** The formats' names are the same in every language. */
const FORMATS: readonly { kind: Kind; name: string }[] = [
  { kind: 'csv', name: 'CSV' },
  { kind: 'ndjson', name: 'NDJSON' },
  { kind: 'json', name: 'JSON' },
];

export function FormatChoice(props: { value: Kind; onChange: (kind: Kind) => void }) {
  const id = createUniqueId();
  const help = (kind: Kind) =>
    ({ csv: t().dialog.csvHelp, ndjson: t().dialog.ndjsonHelp, json: t().dialog.jsonHelp })[kind];
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{t().dialog.format}</h3>
      <div class="formats">
        <For each={FORMATS}>
          {({ kind, name }) => (
            <div class="format">
              <input
                type="radio"
                name="format"
                id={`${id}-${kind}`}
                checked={props.value === kind}
                aria-describedby={`${id}-${kind}-help`}
                onChange={() => props.onChange(kind)}
              />
              <label for={`${id}-${kind}`}>{name}</label>
              <p id={`${id}-${kind}-help`}>{help(kind)}</p>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
