import { createUniqueId, For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { NAME_SLOTS, type NameFault } from './file-name.ts';

type Props = {
  template: string;
  onType: (template: string) => void;
  ending: string;
  /** The name the template comes to, and what is wrong with it. */
  fileName: string;
  /** It is that of a folder. */
  isFolder: boolean;
  fault: NameFault | undefined;
  inputRef: (input: HTMLInputElement) => void;
};

/** A template for the file's name, and what it comes to, as it is typed. */
export function FileNamePart(props: Props) {
  const id = createUniqueId();
  const saved = () => (props.isFolder ? t().dialog.folder.savesAs : t().dialog.savesAs);
  return (
    <div>
      <label class="part-label" for={id}>
        {t().dialog.fileName}
      </label>
      <div class="field file-name" classList={{ invalid: props.fault !== undefined }}>
        <input
          ref={props.inputRef}
          id={id}
          value={props.template}
          aria-invalid={props.fault !== undefined}
          aria-describedby={`${id}-help`}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => props.onType(event.currentTarget.value)}
        />
        <Show when={!props.template.toLowerCase().endsWith(props.ending)}>
          <span class="hint">{props.ending}</span>
        </Show>
      </div>
      <p class="sub file-name-help" id={`${id}-help`} aria-live="polite">
        <Show when={props.fault} fallback={saved()(<code>{props.fileName}</code>)}>
          {(fault) => <span class="file-name-fault">{textOf(fault())}</span>}
        </Show>
      </p>
      <p class="sub">{t().dialog.fileNameSlots(<For each={NAME_SLOTS}>{(slot) => <code>{slot} </code>}</For>)}</p>
    </div>
  );
}

function textOf(fault: NameFault): string {
  const words = t().dialog.nameErrors;
  switch (fault.kind) {
    case 'forbidden':
      return words.forbidden(fault.character);
    case 'reserved':
      return words.reserved(fault.name);
    default:
      return words[fault.kind];
  }
}
