import { createSignal, type JSX, Show } from 'solid-js';
import { t } from './i18n.ts';
import { Icon } from './icon.tsx';
import { type MissingWhy, missingParts, whyMissing } from './missing.ts';
import { SmallDialog } from './small-dialog.tsx';
import './error-note.css';
import './missing-note.css';

type Props = {
  onAgain: () => void;
};

/** In the place of a part of the page that did not come: why, and the way on. */
export function MissingNote(props: Props) {
  return (
    <div class="error-note missing-note" role="alert">
      <Icon name="failed" />
      <div>
        <b>{t().missing.title}.</b> <Why />
        <Ways onAgain={props.onAgain} />
      </div>
    </div>
  );
}

/** The same where the part would have been a dialog, or where it has no place. */
export function MissingDialog(props: Props & { onClose: () => void }) {
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  return (
    <SmallDialog ref={setDialog} title={t().missing.title} role="alertdialog" onClose={props.onClose}>
      <p>
        <Why />
      </p>
      <Ways onAgain={props.onAgain}>
        <button type="button" class="button" onClick={() => dialog()?.close()}>
          {t().shell.close}
        </button>
      </Ways>
    </SmallDialog>
  );
}

/** Until a dialog has come, which may take long. */
export function ComingDialog(props: { onClose: () => void }) {
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  return (
    <SmallDialog ref={setDialog} title={t().missing.coming} onClose={props.onClose}>
      <footer>
        <button type="button" class="button" onClick={() => dialog()?.close()}>
          {t().shell.close}
        </button>
      </footer>
    </SmallDialog>
  );
}

/** What people have asked for and did not come, in one dialog. */
export function MissingParts() {
  return (
    <Show when={missingParts().length > 0}>
      <MissingDialog
        onAgain={() => missingParts().forEach(({ again }) => void again())}
        onClose={() => missingParts().forEach(({ giveUp }) => void giveUp())}
      />
    </Show>
  );
}

function Why() {
  // No resource: the part around it would wait for that.
  const [why, setWhy] = createSignal<MissingWhy>();
  void whyMissing().then(setWhy);
  return <Show when={why()}>{(now) => t().missing[now()]}</Show>;
}

function Ways(props: Props & { children?: JSX.Element }) {
  return (
    <footer>
      {props.children}
      <button type="button" class="button" onClick={() => location.reload()}>
        {t().missing.reload}
      </button>
      <button type="button" class="button primary" onClick={props.onAgain}>
        {t().results.tryAgain}
      </button>
    </footer>
  );
}
