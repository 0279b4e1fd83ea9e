import { createEffect, createSignal, Show, untrack } from 'solid-js';
import { isTitle, MAX_TITLE_CHARS, saveExport } from '../../export/saved-exports.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { ExportForm } from './create-export-form.ts';
import './save-part.css';

/** Keeps what the dialog asks for under a title, to be made again by one press. */
export function SavePart(props: { form: ExportForm }) {
  const { naming, setNaming, title, setTitle, told, canSave, ask } = createSaving(props.form);

  /** Within the form: Enter there would begin the export. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    ask();
  }

  return (
    <div class="save-part">
      <Show
        when={naming()}
        fallback={
          <button type="button" class="button ghost" onClick={() => setNaming(true)}>
            <Icon name="saved" />
            {t().dialog.save}
          </button>
        }
      >
        <div class="save-row">
          <input
            class="input"
            ref={(input) => queueMicrotask(() => input.focus())}
            aria-label={t().dialog.saveTitle}
            placeholder={t().dialog.saveTitle}
            maxlength={MAX_TITLE_CHARS}
            value={title()}
            onInput={(event) => setTitle(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <button type="button" class="button" aria-disabled={!canSave()} onClick={ask}>
            {t().dialog.saveIt}
          </button>
        </div>
      </Show>
      <p class="hint" role="status">
        {told()}
      </p>
    </div>
  );
}

function createSaving(form: ExportForm) {
  const [naming, setNaming] = createSignal(false);
  const [title, setTitle] = createSignal('');
  const [told, setTold] = createSignal('');
  const [wanted, setWanted] = createSignal(false);
  const canSave = () => isTitle(title()) && form.isReady() && form.fault() === undefined;

  // The columns of the file may be on their way yet: it is saved as soon as they are there.
  createEffect(() => wanted() && canSave() && untrack(() => void save()));

  async function save(): Promise<void> {
    setWanted(false);
    const name = title().trim();
    const { template, place, savedRecipe } = form;
    const kept = { title: name, template: template(), place: place(), request: savedRecipe() };
    const told = await saveExport(kept, Date.now()).then(
      (isInPlace) => (isInPlace ? t().dialog.savedInPlace(name) : t().dialog.saved(name)),
      () => t().dialog.notSaved,
    );
    setTold(told);
    setNaming(false);
  }

  const ask = () => setWanted(isTitle(title()));

  return { naming, setNaming, title, setTitle, told, canSave, ask };
}
