import { createSignal, onMount, Show } from 'solid-js';
import type { DslFilter } from '../../../../shared/filter.ts';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { FormActions } from './form-actions.tsx';

type Props = { filter: DslFilter; onApply: (filter: DslFilter) => void; onClose: () => void };

/** A clause of query DSL as it is, and whether rows must match it. */
export function DslFilterEditor(props: Props) {
  const [dsl, setDsl] = createSignal(props.filter.dsl);
  const [not, setNot] = createSignal(props.filter.not === true);
  const [isFaulty, setIsFaulty] = createSignal(false);
  let field: HTMLTextAreaElement | undefined;
  onMount(() => field?.focus());

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setIsFaulty(!isJson(dsl()));
    if (isFaulty()) return field?.focus();
    const { not: _, ...rest } = props.filter;
    props.onApply({ ...rest, dsl: dsl(), ...(not() ? { not: true } : {}) });
  }

  return (
    <form class="filter-form" onSubmit={submit} novalidate>
      <textarea
        ref={field}
        class="input dsl-filter"
        aria-label={t().query.dsl}
        aria-invalid={isFaulty()}
        autocomplete="off"
        spellcheck={false}
        rows={5}
        value={dsl()}
        onInput={(event) => setDsl(event.currentTarget.value)}
      />
      <label class="check">
        <input type="checkbox" checked={not()} onChange={(event) => setNot(event.currentTarget.checked)} />
        {t().filter.negate}
      </label>
      <p class="filter-fault" role="alert">
        <Show when={isFaulty()}>
          <Icon name="failed" />
          {t().query.dslFault}
        </Show>
      </p>
      <FormActions onClose={props.onClose} />
    </form>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
