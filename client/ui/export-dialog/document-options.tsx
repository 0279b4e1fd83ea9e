import { createUniqueId } from 'solid-js';
import { t } from '../lib/i18n.ts';

/** What a file of whole documents may hold besides them. */
export function DocumentOptions(props: { ids: boolean; onChange: (ids: boolean) => void }) {
  return <Option label={t().dialog.ids} help={t().dialog.idsHelp} value={props.ids} onChange={props.onChange} />;
}

/** Whether documents that nobody can read stop the export. `found`: those that the sample came upon. */
export function LeaveOutOption(props: { leaveOut: boolean; found: number; onChange: (leaveOut: boolean) => void }) {
  const words = () => t().dialog;
  return (
    <Option
      label={words().leaveOut}
      help={props.found > 0 ? words().leaveOutFound(props.found) : words().leaveOutHelp}
      value={props.leaveOut}
      onChange={props.onChange}
    />
  );
}

function Option(props: { label: string; help: string; value: boolean; onChange: (value: boolean) => void }) {
  const noteId = createUniqueId();
  return (
    <div class="document-options">
      <label class="check">
        <input
          type="checkbox"
          checked={props.value}
          aria-describedby={noteId}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        {props.label}
      </label>
      <p class="hint" id={noteId}>
        {props.help}
      </p>
    </div>
  );
}
