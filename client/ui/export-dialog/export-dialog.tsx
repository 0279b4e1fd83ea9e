import { createSignal, createUniqueId, onMount, Show } from 'solid-js';
import type { Way } from '../../export/exports.ts';
import type { Place } from '../../sink/target.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { CloseButton } from '../lib/close-button.tsx';
import { bring, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { chooseNotify, notifyRefused, notifyWanted } from '../lib/notify.ts';
import { enExportDialog } from '../messages/en-export-dialog.ts';
import type { Found } from '../search/state/create-search.ts';
import { pageZone } from '../search/time/page-zone.ts';
import { parseTime } from '../search/time/times.ts';
import type { SetPlace } from '../several/start-set.ts';
import { isTyped, partsOf } from './choices.ts';
import { createExportForm, type ExportForm } from './create-export-form.ts';
import { GzipOption, LeaveOutOption } from './document-options.tsx';
import { EstimatePart } from './estimate-part.tsx';
import { FileNamePart } from './file-name-part.tsx';
import { FormatChoice } from './format-choice.tsx';
import { FormatOptions } from './format-options.tsx';
import { ManifestOption } from './manifest-option.tsx';
import { MoreOptions } from './more-options.tsx';
import { OrderChoice } from './order-choice.tsx';
import { PartsOption } from './parts-option.tsx';
import { PlaceChoice } from './place-choice.tsx';
import { SavePart } from './save-part.tsx';
import { SetOption } from './set-option.tsx';
import './export-dialog.css';

bring(enExportDialog);

type Props = {
  found: Found;
  /** Opens the file and begins the export; false when the person chose no file after all. */
  onStart: (asked: NewExport, place: Place) => Promise<boolean>;
  /** The same of several, which one press asks for. */
  onStartSet: (asked: readonly NewExport[], place: SetPlace) => Promise<boolean>;
  /** As `Exports.findWay`. */
  findWay: (signal: AbortSignal) => Promise<Way>;
  onClose: () => void;
};

/** What the file will be, before it is made. A native modal dialog: the focus, Escape and the rest of the page are its own. */
export function ExportDialog(props: Props) {
  const titleId = createUniqueId();
  const form = createExportForm(props);
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();

  const close = () => dialog()?.close();

  onMount(() => {
    dialog()?.showModal();
    // Else the focus would be on the button that closes.
    dialog()?.querySelector<HTMLInputElement>('input:checked')?.focus();
  });

  return (
    <dialog
      ref={setDialog}
      class="export-dialog"
      aria-labelledby={titleId}
      aria-describedby={`${titleId}-about`}
      onClose={props.onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void form.start().then((started) => started && close());
        }}
      >
        <DialogHeader id={titleId} found={props.found} onClose={close} />
        <FormBody form={form} found={props.found} />
        <DialogFooter form={form} onClose={close} />
      </form>
    </dialog>
  );
}

function DialogHeader(props: { id: string; found: Found; onClose: () => void }) {
  return (
    <header>
      <div>
        <h2 id={props.id}>{t().dialog.title}</h2>
        <p class="sub" id={`${props.id}-about`}>
          {aboutOf(props.found)}
        </p>
      </div>
      <CloseButton onClick={props.onClose} />
    </header>
  );
}

function DialogFooter(props: { form: ExportForm; onClose: () => void }) {
  const form = props.form;
  return (
    <footer>
      <Show when={form.failure()}>
        <p class="start-fault" role="alert">
          {form.failure()}
        </p>
      </Show>
      <NotifyOption />
      <span class="space" />
      <SavePart form={form} />
      <button type="button" class="button" onClick={props.onClose}>
        {t().dialog.cancel}
      </button>
      <button type="submit" class="button primary" aria-disabled={!form.canStart()} aria-busy={form.busy()}>
        <Icon name="save" />
        {form.busy() ? t().dialog.starting : t().dialog.start}
      </button>
    </footer>
  );
}

function NotifyOption() {
  return (
    <div class="notify-option">
      <label class="check">
        <input
          type="checkbox"
          checked={notifyWanted()}
          onChange={(event) => {
            const box = event.currentTarget;
            void chooseNotify(box.checked).then(() => {
              box.checked = notifyWanted();
            });
          }}
        />
        {t().notify.option}
      </label>
      <Show when={notifyRefused()}>
        <p class="hint" role="status">
          {t().notify.refused}
        </p>
      </Show>
    </div>
  );
}

function FormBody(props: { form: ExportForm; found: Found }) {
  const form = props.form;
  return (
    <div class="export-body">
      <FormatChoice value={form.choices().kind} onChange={(kind) => form.change({ kind })} />
      <FormatOptions form={form} />
      <OrderChoice choice={form.sorting} />
      <Show when={!isTyped(form.choices().kind)}>
        <GzipOption gzip={form.choices().gzip} onChange={(gzip) => form.change({ gzip })} />
      </Show>
      <RareOptions form={form} found={props.found} />
      <FileNamePart
        template={form.template()}
        onType={form.setTemplate}
        ending={form.ending()}
        fileName={form.fileName()}
        isFolder={form.isFolder()}
        fault={form.fault()}
        inputRef={form.setNameInput}
      />
      <Show when={form.canPick}>
        <PlaceChoice
          value={form.place()}
          inParts={form.set.isChosen() || partsOf(form.choices()) !== undefined}
          support={form.support()}
          onChange={(place) => form.change({ place })}
        />
      </Show>
      <EstimatePart
        sample={form.sample}
        total={form.total()}
        bytes={form.bytes()}
        refused={props.found.refused}
        format={form.format()}
        parts={partsOf(form.choices())}
        inMemory={form.inMemory()}
        fits={form.fits()}
        place={form.place()}
        isFolder={form.isFolder()}
        keep={form.keep()}
        way={form.way}
        sorting={form.sorting}
      />
    </div>
  );
}

function RareOptions(props: { form: ExportForm; found: Found }) {
  const form = props.form;
  return (
    <MoreOptions choices={form.choices()} unreadable={form.sample.leftOut()} eachOf={form.set.label()}>
      <Show when={form.set.fields.length > 0}>
        <SetOption set={form.set} found={props.found} folder={form.isFolder() ? form.fileName() : undefined} />
      </Show>
      <Show when={form.choices().kind !== 'xlsx'}>
        <PartsOption
          value={form.choices().parts}
          isFolder={form.isFolder() && !form.set.isChosen()}
          onChange={(parts) => form.change({ parts })}
        />
      </Show>
      <LeaveOutOption
        leaveOut={form.choices().leaveOut}
        found={form.sample.leftOut()}
        onChange={(leaveOut) => form.change({ leaveOut })}
      />
      <ManifestOption
        manifest={form.choices().manifest}
        isFolder={form.isFolder()}
        onChange={(manifest) => form.change({ manifest })}
      />
    </MoreOptions>
  );
}

function aboutOf({ search }: Found): string {
  const { index, q, dql = '', dsl = '', time } = search;
  const moment = (text: string | undefined) => (text ? parseTime(text) : undefined);
  const range = time && t().time.range(moment(time.from), moment(time.to), pageZone());
  return t().dialog.about({ index, range, query: (q + dql + dsl).trim() !== '' });
}
