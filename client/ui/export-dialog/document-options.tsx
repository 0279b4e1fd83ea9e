import { createUniqueId } from 'solid-js';
import { t } from '../lib/i18n.ts';
import type { Choices } from './choices.ts';

type Chosen = Pick<Choices, 'ids' | 'only'>;

/** What a file of documents holds beside them, and whether it holds them whole. */
export function DocumentOptions(props: Chosen & { onChange: (chosen: Partial<Chosen>) => void }) {
  const words = () => t().dialog;
  return (
    <>
      <Option
        label={words().ids}
        help={words().idsHelp}
        value={props.ids}
        onChange={(ids) => props.onChange({ ids })}
      />
      <Option
        label={words().only}
        help={words().onlyHelp}
        value={props.only}
        onChange={(only) => props.onChange({ only })}
      />
    </>
  );
}

/** Whether the file is packed. */
export function GzipOption(props: { gzip: boolean; onChange: (gzip: boolean) => void }) {
  return <Option label={t().dialog.gzip} help={t().dialog.gzipHelp} value={props.gzip} onChange={props.onChange} />;
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

/** A box to tick, and what comes of it. */
export function Option(props: { label: string; help: string; value: boolean; onChange: (value: boolean) => void }) {
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
