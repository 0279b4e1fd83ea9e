import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, Show } from 'solid-js';
import { Icon, type IconName } from '../../lib/icon.tsx';

export type MenuAction = { label: string; icon: IconName; onSelect: () => void; off?: boolean };

type Props = {
  label: string;
  /** What it belongs to, in small above the actions. */
  note?: string | undefined;
  actions: readonly MenuAction[];
  /** The element it opens beside, which gets the focus back. */
  at: () => HTMLElement | undefined;
  onClose: () => void;
};

/** A menu beside something that is no button of its own: a cell, a value. */
export function PlacedMenu(props: Props) {
  function close(): void {
    const target = props.at();
    props.onClose();
    // When the menu has let go of the focus.
    queueMicrotask(() => target?.focus({ preventScroll: true }));
  }

  return (
    <DropdownMenu
      open={true}
      onOpenChange={(open) => !open && close()}
      modal={false}
      placement="bottom-start"
      gutter={2}
      getAnchorRect={() => props.at()?.getBoundingClientRect()}
    >
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu value-menu"
          aria-label={props.label}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Show when={props.note}>
            <p class="menu-note">
              <bdi>{props.note}</bdi>
            </p>
          </Show>
          <For each={props.actions}>
            {(action) => (
              <DropdownMenu.Item class="menu-item" disabled={action.off ?? false} onSelect={action.onSelect}>
                <Icon name={action.icon} />
                {action.label}
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
