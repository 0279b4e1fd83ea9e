import { createUniqueId, type JSX, onMount } from 'solid-js';
import './small-dialog.css';

type Props = {
  ref: (dialog: HTMLDialogElement) => void;
  title: string;
  role?: 'alertdialog';
  onClose: () => void;
  /** A text, and a `footer` of buttons. */
  children: JSX.Element;
};

/** A few words and what can be done about them. */
export function SmallDialog(props: Props) {
  const titleId = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  return (
    <dialog
      ref={(element) => {
        dialog = element;
        props.ref(element);
      }}
      class="small-dialog"
      role={props.role}
      aria-labelledby={titleId}
      onClose={() => props.onClose()}
    >
      <h2 id={titleId}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
