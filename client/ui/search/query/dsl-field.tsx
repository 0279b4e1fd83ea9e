import type { JSX } from 'solid-js';
import { t } from '../../lib/i18n.ts';

type Props = {
  value: string;
  placeholder: string;
  onType: (value: string) => void;
  invalid: boolean;
  describedBy: string | undefined;
  inputRef: (input: HTMLTextAreaElement) => void;
  children?: JSX.Element;
};

/** Query DSL as it is: a text field that grows, where Enter is a new line and Ctrl+Enter searches. */
export function DslField(props: Props) {
  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  }
  return (
    <div class="field query-field dsl-field" classList={{ invalid: props.invalid }}>
      <textarea
        ref={(input) => props.inputRef(input)}
        aria-label={t().query.dsl}
        aria-keyshortcuts="/"
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        rows={Math.min(12, Math.max(3, props.value.split('\n').length))}
        placeholder={props.placeholder}
        title={t().query.dslHint}
        value={props.value}
        onInput={(event) => props.onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {props.children}
    </div>
  );
}
