import { chooseLanguage, language, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { chooseTheme, THEMES, theme } from '../lib/theme.ts';

/** Language and theme, each a button that goes on to the next choice. */
export function Preferences() {
  const other = () => (language() === 'en' ? 'ko' : 'en');
  const nextTheme = () => THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length] ?? 'system';
  return (
    <>
      <button type="button" class="button ghost" lang={other()} onClick={() => chooseLanguage(other())}>
        {t().topBar.otherLanguage}
      </button>
      <button
        type="button"
        class="button ghost square"
        aria-label={t().topBar.theme[theme()]}
        title={t().topBar.theme[theme()]}
        onClick={() => chooseTheme(nextTheme())}
      >
        <Icon name={theme()} />
      </button>
    </>
  );
}
