import { t } from './i18n.ts';
import { Icon } from './icon.tsx';

/** Closes the dialog in whose head it stands. */
export function CloseButton(props: { onClick: () => void }) {
  return (
    <button type="button" class="button ghost square" aria-label={t().shell.close} onClick={props.onClick}>
      <Icon name="close" />
    </button>
  );
}
