import { createUniqueId } from 'solid-js';
import { t } from '../lib/i18n.ts';

/** What a file of whole documents may hold besides them. */
export function DocumentOptions(props: { ids: boolean; onChange: (ids: boolean) => void }) {
  const noteId = createUniqueId();
  return (
    <div class="document-options">
      <label class="check">
        <input
          type="checkbox"
          checked={props.ids}
          aria-describedby={noteId}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        {t().dialog.ids}
      </label>
      <p class="hint" id={noteId}>
        {t().dialog.idsHelp}
      </p>
    </div>
  );
}
