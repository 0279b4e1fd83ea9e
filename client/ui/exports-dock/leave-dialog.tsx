import { createSignal, createUniqueId, onMount } from 'solid-js';
import { t } from '../lib/i18n.ts';
import './leave-dialog.css';

/** Signing out ends what runs: it is asked first. */
export function LeaveDialog(props: { count: number; onLeave: () => void; onClose: () => void }) {
  const titleId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  onMount(() => dialog()?.showModal());
  return (
    <dialog ref={setDialog} class="leave-dialog" aria-labelledby={titleId} onClose={props.onClose}>
      <h2 id={titleId}>{t().leave.title}</h2>
      <p>{t().leave.body(props.count)}</p>
      <footer>
        <button type="button" class="button" onClick={() => dialog()?.close()}>
          {t().leave.stay}
        </button>
        <button type="button" class="button primary" onClick={props.onLeave}>
          {t().leave.go}
        </button>
      </footer>
    </dialog>
  );
}
