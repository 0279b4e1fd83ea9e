import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { A } from '@solidjs/router';
import type { Session } from '../../../shared/http.ts';
import { hrefOf } from '../lib/href.ts';
import { t } from '../lib/i18n.ts';
import { Icon, Mark } from '../lib/icon.tsx';
import { Preferences } from './preferences.tsx';
import './top-bar.css';

type Props = {
  session: Session;
  /** Where the page's content begins. */
  skipTo: '#results' | '#page';
  /** The way back to the last search. */
  searchHref: string;
  onHome: () => void;
  onHelp: () => void;
  onSignOut: () => void;
};

export function TopBar(props: Props) {
  function goHome(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    props.onHome();
  }

  return (
    <header class="top-bar">
      <a class="skip" href={props.skipTo}>
        {t().topBar.skip}
      </a>
      <a class="brand" href={hrefOf('/')} aria-label={t().topBar.home} onClick={goHome}>
        <Mark />
        <span>Sluice</span>
      </a>
      <nav class="pages" aria-label={t().topBar.pages}>
        <A href={props.searchHref} end aria-keyshortcuts="s">
          {t().topBar.search}
        </A>
        <A href={hrefOf('/monitor')} aria-keyshortcuts="m">
          {t().topBar.monitor}
        </A>
      </nav>
      <span class="space" />
      <span class="connection">
        <i class="dot" />
        {t().topBar.connected(props.session.opensearch)}
      </span>
      <button
        type="button"
        class="button ghost square help-button"
        aria-label={t().topBar.keyboard}
        title={t().topBar.keyboard}
        aria-keyshortcuts="?"
        onClick={props.onHelp}
      >
        <kbd>?</kbd>
      </button>
      <Preferences />
      <UserMenu session={props.session} onSignOut={props.onSignOut} />
    </header>
  );
}

function UserMenu(props: { session: Session; onSignOut: () => void }) {
  const ACCOUNTS = { local: 'localAccount', opensearch: 'openSearchAccount', oidc: 'providerAccount' } as const;
  const account = () => t().topBar[ACCOUNTS[props.session.auth]];
  return (
    <DropdownMenu modal={false} placement="bottom-end" gutter={4}>
      <DropdownMenu.Trigger class="button ghost user" aria-label={t().topBar.account(props.session.user)}>
        <span class="user-name">{props.session.user}</span>
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <p class="menu-note">{account()}</p>
          <DropdownMenu.Item class="menu-item" onSelect={props.onSignOut}>
            {t().topBar.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
