import { createSignal } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { SmallDialog } from '../lib/small-dialog.tsx';

/** Signing out ends what runs: it is asked first. */
export function LeaveDialog(props: { count: number; onLeave: () => void; onClose: () => void }) {
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  return (
    <SmallDialog ref={setDialog} title={t().leave.title} onClose={props.onClose}>
      <p>{t().leave.body(props.count)}</p>
      <footer>
        <button type="button" class="button" onClick={() => dialog()?.close()}>
          {t().leave.stay}
        </button>
        <button type="button" class="button primary" onClick={props.onLeave}>
          {t().leave.go}
        </button>
      </footer>
    </SmallDialog>
  );
}
