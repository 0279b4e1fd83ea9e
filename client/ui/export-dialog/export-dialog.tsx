import { createSignal, createUniqueId, onMount, Show } from 'solid-js';
import type { ExportRequest } from '../../export/exports.ts';
import { type KeepSupport, keepSupport } from '../../sink/keep-support.ts';
import { downloadSupport, loadStreamSaver } from '../../sink/stream-saver.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { Found } from '../search/create-search.ts';
import { parseTime } from '../search/times.ts';
import { type Choices, readChoices, toFormat, writeChoices } from './choices.ts';
import { ColumnsPart } from './columns-part.tsx';
import { createSample } from './create-sample.ts';
import { CsvOptionsPart } from './csv-options.tsx';
import { EstimatePart } from './estimate-part.tsx';
import { defaultTemplate, endingOf, faultOf, fileNameOf } from './file-name.ts';
import { FileNamePart } from './file-name-part.tsx';
import { FormatChoice } from './format-choice.tsx';
import './export-dialog.css';

type Props = {
  found: Found;
  /** Opens the download and begins the export. */
  onStart: (request: ExportRequest) => Promise<void>;
  onClose: () => void;
};

/** What the file will be, before it is made. A native modal dialog: the focus, Escape and the rest of the page are its own. */
export function ExportDialog(props: Props) {
  const titleId = createUniqueId();
  const form = createForm(props);
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();

  onMount(() => {
    dialog()?.showModal();
    // Else the focus would be on the button that closes.
    dialog()?.querySelector<HTMLInputElement>('input:checked')?.focus();
    void loadStreamSaver().catch(() => undefined);
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
          void form.start().then((started) => started && dialog()?.close());
        }}
      >
        <header>
          <div>
            <h2 id={titleId}>{t().dialog.title}</h2>
            <p class="sub" id={`${titleId}-about`}>
              {aboutOf(props.found)}
            </p>
          </div>
          <button
            type="button"
            class="button ghost square"
            aria-label={t().dialog.close}
            onClick={() => dialog()?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <FormBody form={form} found={props.found} />
        <footer>
          <Show when={form.failure()}>
            <p class="start-fault" role="alert">
              {form.failure()}
            </p>
          </Show>
          <span class="space" />
          <button type="button" class="button" onClick={() => dialog()?.close()}>
            {t().dialog.cancel}
          </button>
          <button type="submit" class="button primary" aria-disabled={!form.canStart()} aria-busy={form.busy()}>
            <Icon name="save" />
            {form.busy() ? t().dialog.starting : t().dialog.start}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

function FormBody(props: { form: Form; found: Found }) {
  const form = props.form;
  return (
    <div class="export-body">
      <FormatChoice value={form.choices().kind} onChange={(kind) => form.change({ kind })} />
      <Show when={form.choices().kind === 'csv'}>
        <div class="option-rows">
          <CsvOptionsPart value={form.choices().csv} onChange={(csv) => form.change({ csv })} />
          <ColumnsPart sample={form.sample} left={form.left()} onChange={form.setLeft} />
        </div>
      </Show>
      <FileNamePart
        template={form.template()}
        onType={form.setTemplate}
        ending={endingOf(form.choices().kind)}
        fileName={form.fileName()}
        fault={form.fault()}
        inputRef={form.setNameInput}
      />
      <EstimatePart
        sample={form.sample}
        counted={props.found.total}
        format={form.format()}
        support={form.support}
        keep={form.keep()}
      />
    </div>
  );
}

type Form = ReturnType<typeof createForm>;

/** The choices as they are being made, and what they come to. */
function createForm(props: Props) {
  const now = Date.now();
  const time = props.found.search.time;
  const slots = {
    index: props.found.search.index,
    from: time?.from === undefined ? undefined : parseTime(time.from),
    to: time?.to === undefined ? undefined : parseTime(time.to),
    now,
  };
  const remembered = readChoices();
  const [choices, setChoices] = createSignal<Choices>(remembered);
  const [template, setTemplate] = createSignal(remembered.template || defaultTemplate(slots));
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [nameInput, setNameInput] = createSignal<HTMLInputElement>();
  const sample = createSample(props.found);
  const support = downloadSupport();
  const [keep, setKeep] = createSignal<KeepSupport>();
  void keepSupport().then(setKeep);

  const columns = () => (sample.sample()?.columns ?? []).filter((name) => !left().has(name));
  const format = () => toFormat(choices(), columns());
  const fileName = () => fileNameOf(template(), slots, choices().kind);
  const fault = () => faultOf(fileName());
  const columnsReady = () => sample.sample() !== undefined && (columns().length > 0 || left().size === 0);
  const canStart = () =>
    support.kind === 'streaming' && fault() === undefined && (choices().kind !== 'csv' || columnsReady());

  /** Whether it has begun. A second press while the download opens does nothing. */
  async function start(): Promise<boolean> {
    if (fault()) nameInput()?.focus();
    if (busy() || !canStart()) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      const template_ = template() === defaultTemplate(slots) ? '' : template();
      writeChoices({ ...choices(), template: template_ });
      const { search } = props.found;
      await props.onStart({ id: crypto.randomUUID(), search, format: format(), fileName: fileName() });
      return true;
    } catch {
      setFailure(t().dialog.notStarted);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    ...{ choices, template, left, busy, failure, sample, support, keep, format, fileName, fault, canStart },
    ...{ setTemplate, setLeft, setNameInput, start },
    change: (part: Partial<Choices>) => setChoices({ ...choices(), ...part }),
  };
}

function aboutOf({ search }: Found): string {
  const { index, q, time } = search;
  const range =
    time && t().time.range(time.from ? parseTime(time.from) : undefined, time.to ? parseTime(time.to) : undefined);
  return t().dialog.about({ index, range, query: q.trim() !== '' });
}
