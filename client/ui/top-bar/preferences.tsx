import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import { chooseLanguage, LANGUAGE_CHOICES, language, languageChoice, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { chooseTheme, THEMES, theme } from '../lib/theme.ts';

/** Language and theme, each a menu whose first choice is to do as the browser does. */
export function Preferences() {
  return (
    <>
      <ChoiceMenu
        label={t().topBar.language(t().topBar.languages[languageChoice()])}
        class="button ghost language"
        choices={LANGUAGE_CHOICES}
        value={languageChoice()}
        name={(choice) => t().topBar.languages[choice]}
        onChoose={chooseLanguage}
      >
        <span class="language-name">{t().topBar.languages[language()]}</span>
        <span class="language-code">{language().toUpperCase()}</span>
      </ChoiceMenu>
      <ChoiceMenu
        label={t().topBar.theme(t().topBar.themes[theme()])}
        class="button ghost square"
        choices={THEMES}
        value={theme()}
        name={(choice) => t().topBar.themes[choice]}
        onChoose={chooseTheme}
      >
        <Icon name={theme()} />
      </ChoiceMenu>
    </>
  );
}

type MenuProps<T extends string> = {
  label: string;
  class: string;
  choices: readonly T[];
  value: T;
  name: (choice: T) => string;
  onChoose: (choice: T) => void;
  children: JSX.Element;
};

function ChoiceMenu<T extends string>(props: MenuProps<T>) {
  const choose = (value: string) => {
    const choice = props.choices.find((each) => each === value);
    if (choice !== undefined) props.onChoose(choice);
  };
  return (
    <DropdownMenu modal={false} placement="bottom-end" gutter={4}>
      <DropdownMenu.Trigger class={props.class} aria-label={props.label} title={props.label}>
        {props.children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <DropdownMenu.RadioGroup value={props.value} onChange={choose}>
            <For each={props.choices}>
              {(choice) => (
                <DropdownMenu.RadioItem class="menu-item" value={choice}>
                  <span class="menu-mark">
                    <DropdownMenu.ItemIndicator>
                      <Icon name="check" />
                    </DropdownMenu.ItemIndicator>
                  </span>
                  {props.name(choice)}
                </DropdownMenu.RadioItem>
              )}
            </For>
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
